// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;

/** The house's rules on who may know whom; one sentence a rule. */
@AnalyzeClasses(
    packages = "io.pumpbridge",
    importOptions = {ImportOption.DoNotIncludeTests.class})
class ArchitectureTest {
  private static final String[] STAR_POINTS = {
    "transports", "drivers", "druglibrary", "journal", "uplink", "trust", "board", "gateway", "kura"
  };

  @ArchTest
  static final ArchRule modelKnowsNothingButJava =
      classes()
          .that()
          .resideInAPackage("io.pumpbridge.model..")
          .should()
          .onlyDependOnClassesThat(
              residesIn("java..", "javax.net.ssl..", "io.pumpbridge.model..", "org.jspecify..")
                  .or(JavaClass.Predicates.resideInAnyPackage("org.osgi.annotation..")))
          .because("it is the one place to read first, and the one place where versions matter");

  @ArchTest
  static final ArchRule theHouseIsAStar =
      slices()
          .matching("io.pumpbridge.(*)..")
          .namingSlices("$1")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(DescribedPredicate.alwaysTrue(), residesIn("io.pumpbridge.model.."))
          .ignoreDependency(
              residesIn("io.pumpbridge.runtime.demo.."), DescribedPredicate.alwaysTrue())
          .because("bundles meet through ports in model and nowhere else");

  @ArchTest
  static final ArchRule theProductKnowsNoSimulator =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.pumpbridge.simulators..",
              "io.pumpbridge.pumpserver..",
              "io.pumpbridge.runtime.demo..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.pumpbridge.simulators..", "io.pumpbridge.pumpserver..")
          .because("neither belongs on a gateway");

  @ArchTest
  static final ArchRule keysAndSignaturesAreTrustsAlone =
      noClasses()
          .that()
          .resideInAnyPackage(productBut("trust"))
          .should()
          .dependOnClassesThat(
              residesIn(
                      "javax.crypto..",
                      "java.security.cert..",
                      "java.security.spec..",
                      "org.bouncycastle..")
                  .or(named("java.security.KeyStore"))
                  .or(named("java.security.KeyPairGenerator"))
                  .or(named("java.security.Signature"))
                  .or(named("java.security.PrivateKey")))
          .because("what is audited alone must be used alone; hashing is free");

  @ArchTest
  static final ArchRule onlyTheClockKnowsTheTime =
      noClasses()
          .that()
          .resideInAnyPackage(productBut("trust"))
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .because("a gateway may boot in 1970; everybody else is told the time");

  @ArchTest
  static final ArchRule frameworkClassesStayInComponents =
      noClasses()
          .that()
          .resideInAnyPackage(productBut("kura"))
          .and()
          .haveSimpleNameNotContaining("Component")
          .and()
          .haveSimpleNameNotEndingWith("Config")
          .and()
          .doNotHaveSimpleName("package-info")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.osgi..")
          .because("a component is annotations over a plain class; kura is an adapter to the host");

  @ArchTest
  static final ArchRule threeFencesForTheNetwork =
      noClasses()
          .that()
          .resideInAnyPackage(productBut("transports", "uplink", "trust"))
          .should()
          .dependOnClassesThat(
              residesIn("java.net..").and(DescribedPredicate.not(named("java.net.URI"))))
          .because("what leaves the gateway leaves it in one place");

  @ArchTest
  static final ArchRule libjarsStayBehindTheirFences =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.pumpbridge.transports..",
              "io.pumpbridge.journal..",
              "io.pumpbridge.uplink..",
              "io.pumpbridge.board..",
              "io.pumpbridge.pumpserver..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.fazecast..", "org.sqlite..", "java.sql..", "org.eclipse.paho..", "com.pi4j..")
          .because("each third-party library has one bundle that fences it");

  @ArchTest
  static final ArchRule nobodyPrints =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .because("people are spoken to by commands, engineers by the log");

  @ArchTest
  static final ArchRule noDoubleWhereDosesAre =
      noFields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(
              "io.pumpbridge.model..", "io.pumpbridge.druglibrary..", "io.pumpbridge.drivers..")
          .should()
          .haveRawType(double.class)
          .orShould()
          .haveRawType(float.class)
          .because("a dose is exact or it is not said");

  private static DescribedPredicate<JavaClass> residesIn(String... packages) {
    return JavaClass.Predicates.resideInAnyPackage(packages);
  }

  private static DescribedPredicate<JavaClass> named(String name) {
    return JavaClass.Predicates.type(classNamed(name));
  }

  private static Class<?> classNamed(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String[] productBut(String... exempt) {
    return java.util.Arrays.stream(STAR_POINTS)
        .filter(bundle -> !java.util.Arrays.asList(exempt).contains(bundle))
        .map(bundle -> "io.pumpbridge." + bundle + "..")
        .toArray(String[]::new);
  }
}
