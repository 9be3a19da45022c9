package org.sideros.start.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Verifies what the command may see of the library. */
class ArchitectureTest {
    private static final String OURS = "org.sideros.start..";

    private final JavaClasses app = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.sideros.start.app");

    @Test
    void verbsSeeTheClientItsValuesAndTheConfiguration() {
        classes()
                .that()
                .doNotHaveSimpleName("InitCommand")
                .and()
                .doNotHaveSimpleName("SupervisorLog")
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.not(resideInAPackage(OURS))
                        .or(resideInAnyPackage(
                                "org.sideros.start.app..",
                                "org.sideros.start.control.client..",
                                "org.sideros.start.control.protocol..",
                                "org.sideros.start.service..",
                                "org.sideros.start.config..",
                                "org.sideros.start.graph..",
                                "org.sideros.start.error..",
                                "org.sideros.start.tui..")))
                .check(app);
    }

    @Test
    void nothingHereCallsTheKernelByItself() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.sun.jna..", "org.sideros.start.os..")
                .check(app);
    }

    @Test
    void environmentIsReadWithoutTouchingSignals() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Environment")
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(app);
    }

    @Test
    void declaresVerbsWithoutAnnotations() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("picocli.CommandLine$Command")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("picocli.CommandLine$Option")
                .check(app);
    }
}
