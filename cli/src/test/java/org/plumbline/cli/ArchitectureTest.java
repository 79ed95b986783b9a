package org.plumbline.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The house: which way arrows may point. */
@AnalyzeClasses(packages = "org.plumbline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule MODULES_POINT_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("datasets")
            .definedBy("org.plumbline.datasets..")
            .layer("core")
            .definedBy("org.plumbline.core..")
            .layer("rewards")
            .definedBy("org.plumbline.rewards..")
            .layer("eval")
            .definedBy("org.plumbline.eval..")
            .layer("reports")
            .definedBy("org.plumbline.reports..")
            .layer("cli")
            .definedBy("org.plumbline.cli..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("reports")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("eval")
            .mayOnlyBeAccessedByLayers("reports", "cli")
            .whereLayer("rewards")
            .mayOnlyBeAccessedByLayers("eval", "reports", "cli")
            .whereLayer("core")
            .mayOnlyBeAccessedByLayers("rewards", "eval", "reports", "cli");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("org.plumbline.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED = classes()
            .that()
            .resideInAPackage("org.plumbline..")
            .should(new com.tngtech.archunit.lang.ArchCondition<>("live in a @NullMarked package") {
                @Override
                public void check(JavaClass type, com.tngtech.archunit.lang.ConditionEvents events) {
                    boolean marked = type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked");
                    events.add(new com.tngtech.archunit.lang.SimpleConditionEvent(
                            type, marked, type.getPackageName() + " has no @NullMarked package-info"));
                }
            });

    @ArchTest
    static final ArchRule DJL_STAYS_IN_CORE = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "org.plumbline.core.torch..", "org.plumbline.core.policy..", "org.plumbline.core.checkpoint..")
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "are DJL classes other than Device",
                    c -> c.getPackageName().startsWith("ai.djl.")
                            || (c.getPackageName().equals("ai.djl")
                                    && !c.getSimpleName().equals("Device"))));
}
