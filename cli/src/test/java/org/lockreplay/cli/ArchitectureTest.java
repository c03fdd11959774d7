package org.lockreplay.cli;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.core.domain.properties.HasParameterTypes.Predicates.rawParameterTypes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The borders of the modules and packages, and the few bans that no compiler knows. */
class ArchitectureTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("org.lockreplay");

    private static final String[] PARSER = {
        "org.lockreplay.event",
        "org.lockreplay.json",
        "org.lockreplay.parser",
        "org.lockreplay.parser.dialect",
        "org.lockreplay.parser.ftrace",
        "org.lockreplay.parser.table"
    };

    private static final String[] REPLAY = {
        "org.lockreplay.replay",
        "org.lockreplay.replay.lock",
        "org.lockreplay.replay.mm",
        "org.lockreplay.replay.mpx"
    };

    private static final String[] ANALYSIS = {
        "org.lockreplay.text",
        "org.lockreplay.summary",
        "org.lockreplay.lockorder",
        "org.lockreplay.check",
        "org.lockreplay.protocol",
        "org.lockreplay.protocol.file",
        "org.lockreplay.protocol.program",
        "org.lockreplay.protocol.trace",
        "org.lockreplay.protocol.verify",
        "org.lockreplay.protocol.simulate",
        "org.lockreplay.report",
        "org.lockreplay.report.ci",
        "org.lockreplay.gate"
    };

    private static final String CLI = "org.lockreplay.cli";

    @Test
    void arrowsPointFromTheCommandLineToTheParser() {
        doNotKnow(PARSER, REPLAY);
        doNotKnow(PARSER, ANALYSIS);
        doNotKnow(PARSER, CLI);
        doNotKnow(REPLAY, ANALYSIS);
        doNotKnow(REPLAY, CLI);
        doNotKnow(ANALYSIS, CLI);
    }

    @Test
    void everyClassLivesInAPackageOfTheDesign() {
        classes()
                .should()
                .resideInAnyPackage(PARSER)
                .orShould()
                .resideInAnyPackage(REPLAY)
                .orShould()
                .resideInAnyPackage(ANALYSIS)
                .orShould()
                .resideInAPackage(CLI)
                .check(CLASSES);
    }

    @Test
    void packagesAreFreeOfCycles() {
        assertThat(PackageCycles.in(CLASSES)).isEmpty();
    }

    @Test
    void theVocabularyNeedsTheJdkAlone() {
        classes()
                .that(resideInAPackage("org.lockreplay.event"))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.lockreplay.event"))
                .check(CLASSES);
    }

    @Test
    void theReaderOfFtraceTextUsesNoLibrary() {
        classes()
                .that(resideInAPackage("org.lockreplay.parser.ftrace"))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.lockreplay.."))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void jgraphtIsSeenInLockorderAlone() {
        isSeenOnlyIn("org.jgrapht..", "org.lockreplay.lockorder");
    }

    @Test
    void picocliIsSeenInTheCommandLineAlone() {
        isSeenOnlyIn("picocli..", CLI);
    }

    @Test
    void commonsCsvIsSeenWhereTablesAreReadOrWrittenAlone() {
        isSeenOnlyIn(
                "org.apache.commons.csv..",
                "org.lockreplay.parser.table",
                "org.lockreplay.report",
                "org.lockreplay.report.ci");
    }

    @Test
    void jacksonIsSeenWhereJsonIsReadOrWrittenAlone() {
        isSeenOnlyIn(
                "com.fasterxml.jackson..",
                "org.lockreplay.parser.table",
                "org.lockreplay.json",
                "org.lockreplay.summary",
                "org.lockreplay.gate",
                "org.lockreplay.report",
                "org.lockreplay.report.ci");
    }

    @Test
    void decompressorsAreSeenInTheParserAlone() {
        isSeenOnlyIn("org.tukaani..", "org.lockreplay.parser");
    }

    @Test
    void staticFieldsNeverChange() {
        fields().that().areStatic().should().beFinal().check(CLASSES);
    }

    @Test
    void onlyMainEndsTheProcess() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.lockreplay.cli.Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(CLASSES);
    }

    @Test
    void onlyMainKnowsTheStandardStreams() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.lockreplay.cli.Main")
                .should()
                .accessField(System.class, "in")
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethodWhere(
                        target(name("printStackTrace"))
                                .and(target(owner(assignableTo(Throwable.class))))
                                .and(target(rawParameterTypes(new Class<?>[0]))))
                .check(CLASSES);
    }

    @Test
    void aNameSaysWhatAClassIs() {
        classes()
                .should()
                .haveNameNotMatching(".*(Utils?|Helper|Manager|Processor|Impl)")
                .check(CLASSES);
    }

    private static void doNotKnow(String[] packages, String... above) {
        noClasses()
                .that(resideInAnyPackage(packages))
                .should()
                .dependOnClassesThat(resideInAnyPackage(above))
                .check(CLASSES);
    }

    private static void isSeenOnlyIn(String library, String... packages) {
        noClasses()
                .that(resideOutsideOfPackages(packages))
                .should()
                .dependOnClassesThat(resideInAPackage(library))
                .check(CLASSES);
    }
}
