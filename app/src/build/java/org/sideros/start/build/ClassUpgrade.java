package org.sideros.start.build;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Classes older than Java 6 in the form of Java 8, with stack maps. Such classes go through the old type-inferring
 * verifier, and the AOT cache leaves out a class that was linked so ("Old class has been linked"): it would be parsed and
 * verified anew in each run.
 */
final class ClassUpgrade implements AutoCloseable {
    /** From 51 on stack maps are a must; 52 changes nothing more that old code would notice. */
    private static final int VERSION = ClassFile.JAVA_8_VERSION;

    private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;

    private final URLClassLoader loader;
    private final ClassFile classFile;

    /** {@code jars} hold the classes that stack maps are computed against. */
    ClassUpgrade(List<Path> jars) throws IOException {
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = jars.get(i).toUri().toURL();
        }
        loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
        classFile = ClassFile.of(
                ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(loader)
                        .orElse(ClassHierarchyResolver.defaultResolver())
                        .cached()),
                ClassFile.StackMapsOption.GENERATE_STACK_MAPS);
    }

    /** The class, upgraded when it is old, and as it is otherwise. */
    byte[] upgrade(byte[] bytes) {
        int version = (bytes[6] & 0xff) << 8 | bytes[7] & 0xff;
        if (version >= FIRST_WITH_STACK_MAPS) {
            return bytes;
        }
        ClassModel old = classFile.parse(bytes);
        byte[] upgraded = classFile.transformClass(
                old,
                ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                        .andThen(ClassTransform.endHandler(builder -> builder.withVersion(VERSION, 0))));
        List<VerifyError> errors = classFile.verify(upgraded);
        if (!errors.isEmpty()) {
            throw new BuildFailure("cannot upgrade " + old.thisClass().asInternalName() + ": "
                    + errors.stream().map(Throwable::getMessage).collect(Collectors.joining("; ")));
        }
        return upgraded;
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
