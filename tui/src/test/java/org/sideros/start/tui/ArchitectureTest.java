package org.sideros.start.tui;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Verifies that the console is a client and nothing else, and that its screens are pure. */
class ArchitectureTest {
    private static final String BASE = "org.sideros.start.";

    private final JavaClasses tui = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.sideros.start.tui");

    private void uses(String name, String... places) {
        classes()
                .that()
                .resideInAPackage(BASE + name)
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.describe(
                        "are " + Arrays.toString(places),
                        used -> !used.getBaseComponentType().getName().startsWith(BASE)
                                || isIn(used, name)
                                || Arrays.stream(places).anyMatch(place -> isIn(used, place))))
                .check(tui);
    }

    private static boolean isIn(JavaClass used, String place) {
        String name = used.getBaseComponentType().getName();
        return name.equals(BASE + place) || name.startsWith(BASE + place + ".") || name.startsWith(BASE + place + "$");
    }

    @Test
    void theConsoleIsAClient() {
        uses("tui", "control.client", "control.protocol", "service", "error");
    }

    @Test
    void modelAndViewsArePure() {
        uses("tui.model", "service");
        uses("tui.view", "tui.model", "service", "config.ServiceType");
    }

    @Test
    void theTerminalKnowsOnlyTheKernelsSettings() {
        uses("tui.tty", "tui.model", "tui.view", "os.TerminalSettings", "os.PosixException");
    }

    @Test
    void onlyTheTerminalKnowsLanternaAndNobodyItsWindows() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + "tui.tty")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.googlecode.lanterna..")
                .check(tui);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.googlecode.lanterna.gui2..", "java.awt..", "javax.swing..")
                .check(tui);
    }
}
