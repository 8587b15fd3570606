package org.rustos.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rustos.kernel.KernelConfig;

import java.io.IOException;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Keeps the arrows of {@code docs/architecture.md} and the rules that determinism rests on. */
class ArchitectureTest {
    private static final String[] MODULES = {
        "core", "cpu", "kernel", "channels", "workloads", "bench", "cli"
    };

    /** Where host time may be read: it is shown to a person and never stands in a result. */
    private static final String[] HOST_TIME = {
        "org.rustos.cli..", "org.rustos.bench.run..", "org.rustos.bench.worker.."
    };

    /** Must be what nobody can guess, and reaches no guest and no result. */
    private static final String TOKEN = "org.rustos.cli.serve.AccessToken";

    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("org.rustos");
    }

    /** A module that is not on the class path would pass every rule. */
    @ParameterizedTest
    @ValueSource(strings = {"core", "cpu", "kernel", "channels", "workloads", "bench", "cli"})
    void everyModuleIsLookedAt(String module) {
        assertFalse(
                classes.stream()
                        .noneMatch(c -> c.getName().startsWith("org.rustos." + module + ".")),
                module);
    }

    @ParameterizedTest
    @CsvSource({
        "core,      ''",
        "cpu,       core",
        "kernel,    core",
        "channels,  core kernel",
        "workloads, core kernel",
        "bench,     core kernel channels workloads",
        "cli,       core cpu kernel channels workloads bench",
    })
    void aModuleKnowsOnlyWhatItsArrowsReach(String module, String reached) {
        List<String> allowed = List.of(reached.split(" "));
        String[] forbidden =
                Stream.of(MODULES)
                        .filter(other -> !other.equals(module) && !allowed.contains(other))
                        .map(ArchitectureTest::packagesOf)
                        .toArray(String[]::new);
        if (forbidden.length > 0) {
            noClasses()
                    .that()
                    .resideInAPackage(packagesOf(module))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden)
                    .check(classes);
        }
    }

    @Test
    void onlyCpuModelsTouchNativeCode() {
        noClasses()
                .that(resideOutsideOfPackage("org.rustos.cpu.."))
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Linker.class, SymbolLookup.class)
                .because("one class owns the handles of each library")
                .check(classes);
    }

    @Test
    void noHostTimeReachesASimulation() {
        noClasses()
                .that()
                .resideOutsideOfPackages(HOST_TIME)
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethodWhere(
                        target(name("now")).and(target(owner(resideInAPackage("java.time")))))
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class)
                .because("the same inputs give the same cycles; read host time in bench.run")
                .check(classes);
    }

    @Test
    void chanceIsSeeded() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(TOKEN)
                .should()
                .callMethod(Math.class, "random")
                .orShould()
                .callConstructor(Random.class)
                .orShould()
                .callMethod(Collections.class, "shuffle", List.class)
                .orShould()
                .callMethod(System.class, "identityHashCode", Object.class)
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(ThreadLocalRandom.class, SecureRandom.class)
                .check(classes);
    }

    /** No option of a user reaches a kernel that forgets a check. */
    @Test
    void onlyTheAttackSuiteAsksForAFlawedKernel() {
        noClasses()
                .that(resideOutsideOfPackage("org.rustos.bench.attack.."))
                .should()
                .callMethod(KernelConfig.class, "withFlaws", Set.class)
                .check(classes);
    }

    @Test
    void onlyTheOuterModulesWriteToTheProcessStreams() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.rustos.cli..", "org.rustos.bench..")
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .because("stdout of run is the guest's own")
                .check(classes);
    }

    @Test
    void namesSayWhatATypeIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Utils?|Impl)(\\$.*)?")
                .check(classes);
    }

    @Test
    void everyPackageSaysWhatItIsForAndWhatMustNotGoIn() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".."), 12)) {
            List<Path> silent =
                    files.filter(f -> f.toString().contains("/src/main/java/"))
                            .filter(f -> f.toString().endsWith(".java"))
                            .map(Path::getParent)
                            .distinct()
                            .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                            .toList();
            assertEquals(List.of(), silent);
        }
    }

    private static String packagesOf(String module) {
        return "org.rustos." + module + "..";
    }
}
