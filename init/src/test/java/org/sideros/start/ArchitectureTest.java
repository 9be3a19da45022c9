package org.sideros.start;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows between the packages point one way. */
class ArchitectureTest {
    private static final String BASE = "org.sideros.start.";

    /** The packages that manage; they may use everything below {@code control}. */
    private static final String[] MANAGED = {
        "error", "os", "config", "graph", "service", "process", "readiness", "cgroup", "journal"
    };

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.sideros.start");

    @TestFactory
    Stream<DynamicTest> eachPackageUsesOnlyThoseBelowIt() {
        return Stream.of(
                        rule("error"),
                        rule("os"),
                        rule("config", "error"),
                        rule("graph", "config"),
                        rule("service", "config"),
                        rule("process", "os", "config"),
                        rule("readiness", "os", "config"),
                        rule("cgroup", "os", "config"),
                        rule("journal", "os", "config"),
                        rule("manager", MANAGED),
                        rule("control.protocol", "error", "config", "service"),
                        rule("control.client", "error", "config", "service", "control.protocol"),
                        rule("control", with("manager", with("control.protocol", MANAGED))))
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(CLASSES)));
    }

    @Test
    void onlyTheOsPackageKnowsJna() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + "os..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.sun.jna..")
                .check(CLASSES);
    }

    @Test
    void thereIsNoCycleBetweenPackages() {
        slices().matching(BASE + "(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    /** The classes of a package use themselves, what is not ours, and the packages named. */
    private static ArchRule rule(String name, String... below) {
        List<String> allowed = new ArrayList<>(List.of(BASE + name + "..", "java..", "javax..", "jdk..", "sun.."));
        Arrays.stream(below).map(other -> BASE + other + "..").forEach(allowed::add);
        String subject = name.equals("control") ? BASE + "control" : BASE + name + "..";
        return classes()
                .that()
                .resideInAPackage(subject)
                .should()
                .onlyDependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                        "are of " + (below.length == 0 ? "no other package" : String.join(", ", below)),
                        used -> !used.getPackageName().startsWith("org.sideros.start")
                                || com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(
                                                allowed.toArray(String[]::new))
                                        .test(used)))
                .allowEmptyShould(true)
                .as(name + " uses " + (below.length == 0 ? "nothing" : String.join(", ", below)));
    }

    private static String[] with(String more, String... names) {
        String[] all = Arrays.copyOf(names, names.length + 1);
        all[names.length] = more;
        return all;
    }
}
