package org.sideros.start;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Arrays;
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

    private static final String[] PUBLISHED = {
        "error.StartError",
        "config.ServiceConfig",
        "config.ServiceType",
        "config.RestartPolicy",
        "config.Problem",
        "service.ServiceState",
        "service.ServiceStatus",
        "service.Result",
        "manager.ServiceManager",
        "manager.JobReport",
        "manager.JobResult",
        "manager.ReloadReport",
        "manager.Service",
        "manager.ProcessSupervisor",
        "init.Init"
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
                        rule("control.protocol", "error", "service", "config.ServiceType", "config.RestartPolicy"),
                        rule(
                                "control.client",
                                "error",
                                "service",
                                "config.ServiceType",
                                "config.RestartPolicy",
                                "control.protocol"),
                        rule("control", with("manager", with("control.protocol", MANAGED))))
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(CLASSES)));
    }

    @Test
    void aRuleThatIsBrokenIsNoticed() {
        assertThrows(AssertionError.class, () -> rule("graph", "error").check(CLASSES));
    }

    /** What the examples may use is what other programs may: these types, and the values they take and return. */
    @Test
    void theExamplesUsePublishedTypesOnly() {
        JavaClasses examples = new ClassFileImporter()
                .withImportOption(location -> !location.contains("Test.class") && !location.contains("Test$"))
                .importPackages(BASE + "examples");
        classes()
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.describe(
                        "are published", used -> !isOurs(used) || isIn(used, "examples") || isInAny(used, PUBLISHED)))
                .check(examples);
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

    /** Edge case 24: nothing that waits can see the clock jump; what is shown of a change of state may. */
    @Test
    void nothingReadsTheWallClockButWhatIsShown() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(BASE + "manager.ServiceLoop")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Date")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Timer")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(BASE + "service..")
                .should()
                .callMethod(System.class, "nanoTime")
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

    /** The classes of a package use themselves, what is not ours, and the packages and classes named. */
    private static ArchRule rule(String name, String... below) {
        String what = below.length == 0 ? "nothing" : String.join(", ", below);
        return classes()
                .that()
                .resideInAPackage(name.equals("control") ? BASE + name : BASE + name + "..")
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.describe(
                        "are allowed", used -> !isOurs(used) || isIn(used, name) || isInAny(used, below)))
                .allowEmptyShould(true)
                .as(name + " uses " + what);
    }

    private static boolean isOurs(JavaClass used) {
        return used.getBaseComponentType().getName().startsWith(BASE);
    }

    private static boolean isInAny(JavaClass used, String... places) {
        return Arrays.stream(places).anyMatch(place -> isIn(used, place));
    }

    /** Whether a class is this one, or in this package or below it. */
    private static boolean isIn(JavaClass used, String place) {
        String name = used.getBaseComponentType().getName();
        return name.equals(BASE + place) || name.startsWith(BASE + place + ".") || name.startsWith(BASE + place + "$");
    }

    private static String[] with(String more, String... names) {
        String[] all = Arrays.copyOf(names, names.length + 1);
        all[names.length] = more;
        return all;
    }
}
