package dev.pipit.coap.dtls;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds what the packages of this module may import. */
class DtlsArchitectureTest {
    private static final String ROOT = "dev.pipit.coap.dtls";
    private static JavaClasses production;

    @BeforeAll
    static void importClasses() {
        production = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(ROOT);
    }

    private static void check(ArchRule rule) {
        rule.check(production);
    }

    @Test
    void onlyBcImportsBouncyCastle() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".bc..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bouncycastle.."));
    }

    @Test
    void nothingHereImportsNetty() {
        check(noClasses().should().dependOnClassesThat().resideInAPackage("io.netty.."));
    }

    @Test
    void associationsKnowNeitherThreadsNorWhatIsBelowThem() {
        check(noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".association..", ROOT + ".record..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".bc..", "java.util.concurrent..", "java.nio.channels..", "java.security..")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis"));
    }

    @Test
    void recordsAreBelowEverythingElse() {
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + ".record..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT, ROOT + ".association.."));
    }
}
