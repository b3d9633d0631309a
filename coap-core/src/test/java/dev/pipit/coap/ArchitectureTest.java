package dev.pipit.coap;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds what the packages may import, and keeps the protocol core free of I/O, threads, clocks and chance. */
class ArchitectureTest {
    private static JavaClasses production;

    @BeforeAll
    static void importClasses() {
        production = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("jmh"))
                .importPackages(Floors.ROOT);
    }

    @Test
    void importsPointToLowerFloors() {
        check(classes().should(new ImportOnlyLowerFloors()));
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching(Floors.ROOT + ".(**)").should().beFreeOfCycles());
    }

    @Test
    void onlyTransportImportsNetty() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(Floors.ROOT + ".transport..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty.."));
    }

    @Test
    void onlyTestingImportsJUnit() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(Floors.ROOT + ".testing..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.junit..", "org.opentest4j.."));
    }

    @Test
    void coreUsesNoThreadsOrExecutors() {
        check(noClasses().that(areSingleThreaded()).should().dependOnClassesThat(areThreading()));
        check(noClasses()
                .that(areCore())
                .and()
                .resideOutsideOfPackages(Floors.ROOT + ".message..", Floors.ROOT + ".resource..")
                .should()
                .dependOnClassesThat(areNamed("futures", FUTURES::contains)));
        check(methods().that().areDeclaredInClassesThat(areCore()).should().notHaveModifier(JavaModifier.SYNCHRONIZED));
    }

    @Test
    void coreOpensNoSockets() {
        check(noClasses()
                .that(areCore())
                .should()
                .dependOnClassesThat(areNamed(
                        "sockets",
                        name -> name.startsWith("java.nio.channels.")
                                || name.startsWith("javax.net.")
                                || name.startsWith("java.net.") && name.endsWith("Socket")
                                || name.equals("java.net.NetworkInterface"))));
    }

    /** Looking a name up blocks, and only the parser of IP literals, which hands on nothing else, need not fear it. */
    @Test
    void coreAsksNoNameService() {
        check(classes().that(areCore()).and().doNotHaveSimpleName("IpLiteral").should(NotUse.nameServices()));
    }

    @Test
    void coreReadsNoClock() {
        check(classes().that(areCore()).should(NotUse.clocks()));
    }

    @Test
    void coreDrawsNoUnseededRandomness() {
        check(classes().that(areCore()).should(NotUse.unseededRandomness()));
    }

    @Test
    void staticsAreConstants() {
        check(fields().that().areStatic().and(areNotSynthetic()).should().beFinal());
        check(fields().that().areStatic().and(areNotSynthetic()).should().notHaveRawType(areMutableHolders()));
    }

    @Test
    void classNamesSayWhatTheyAre() {
        check(noClasses().should().haveNameMatching(".*(Manager|Utils?|Helper|Impl|\\bAbstract\\w*)"));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(production);
    }

    private static DescribedPredicate<JavaClass> areCore() {
        return DescribedPredicate.describe("are on floors 0-10", Floors::isCore);
    }

    private static DescribedPredicate<JavaClass> areSingleThreaded() {
        return DescribedPredicate.describe(
                "are on floors 0-10 and belong to one event loop",
                type -> Floors.isCore(type) && !Floors.isBetweenThreads(type));
    }

    private static DescribedPredicate<JavaClass> areThreading() {
        return areNamed(
                "threads, executors and locks",
                name -> name.startsWith("java.util.concurrent.") && !VALUES.contains(name) && !FUTURES.contains(name)
                        || THREADS.contains(name));
    }

    private static DescribedPredicate<JavaClass> areNamed(String description, Predicate<String> name) {
        return DescribedPredicate.describe("are " + description, type -> name.test(outermost(type)));
    }

    private static String outermost(JavaClass type) {
        String name = type.getBaseComponentType().getName();
        int dollar = name.indexOf('$');
        return dollar < 0 ? name : name.substring(0, dollar);
    }

    private static DescribedPredicate<JavaField> areNotSynthetic() {
        return DescribedPredicate.describe(
                "are not synthetic", field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC));
    }

    private static DescribedPredicate<JavaClass> areMutableHolders() {
        return DescribedPredicate.describe(
                "mutable holders",
                type -> type.getPackageName().equals("java.util.concurrent.atomic")
                        || type.isAssignableTo(ConcurrentMap.class)
                        || type.isAssignableTo(Queue.class)
                        || type.isAssignableTo(ThreadLocal.class)
                        || type.isAssignableTo(StringBuilder.class)
                        || isConcreteCollection(type));
    }

    private static boolean isConcreteCollection(JavaClass type) {
        return !type.isInterface()
                && type.getPackageName().startsWith("java.util")
                && (type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class));
    }

    private static final Set<String> FUTURES = Set.of(
            "java.util.concurrent.CompletionStage",
            "java.util.concurrent.CompletableFuture",
            "java.util.concurrent.CompletionException",
            "java.util.concurrent.CancellationException");
    private static final Set<String> VALUES = Set.of("java.util.concurrent.Flow", "java.util.concurrent.TimeUnit");
    private static final Set<String> THREADS =
            Set.of("java.lang.Thread", "java.lang.ThreadLocal", "java.util.Timer", "java.util.TimerTask");
}
