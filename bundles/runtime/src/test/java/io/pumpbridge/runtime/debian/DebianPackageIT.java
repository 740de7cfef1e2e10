// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.debian;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.runtime.Product;
import io.pumpbridge.runtime.demo.GatewayJvm;
import io.pumpbridge.runtime.launch.Settings;
import io.pumpbridge.runtime.launch.ShippedBundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a gateway is given by {@code pump-bridge_<version>_<architecture>.deb}. That dpkg, systemd
 * and lintian take it shows {@code .ci/checks/debian-package.sh}.
 */
class DebianPackageIT {
  private static final String LIBRARIES = "usr/lib/pump-bridge/native/";
  private static final String UNIT = "usr/lib/systemd/system/pump-bridge.service";
  private static final String EXAMPLE = "usr/share/doc/pump-bridge/examples/pump-bridge.json";
  private static final String BILL = "usr/share/doc/pump-bridge/bom.json";
  private static final int EXECUTABLE = 0755;
  private static final int READABLE = 0644;

  private static final List<String> EVERYWHERE =
      List.of(
          "etc/default/pump-bridge",
          "usr/bin/pump-bridge",
          "usr/lib/pump-bridge/agent.options",
          "usr/lib/pump-bridge/native.options",
          "usr/lib/pump-bridge/pump-bridge.jar",
          UNIT,
          "usr/share/doc/pump-bridge/CHANGELOG.md",
          "usr/share/doc/pump-bridge/README.Debian",
          BILL,
          "usr/share/doc/pump-bridge/copyright",
          EXAMPLE,
          "usr/share/lintian/overrides/pump-bridge");

  /** A kind of gateway; where its libraries lie within the bundles, and what ELF calls it. */
  enum Kind {
    ARM64(
        "b700",
        "Linux/armv8_64/libjSerialComm.so",
        "org/sqlite/native/Linux/aarch64/libsqlitejdbc.so",
        "lib/aarch64/pi4j-gpiod/libgpiod.so",
        "lib/aarch64/pi4j-gpiod/libpi4j-gpiod.so"),
    ARMHF(
        "2800",
        "Linux/armv7hf/libjSerialComm.so",
        "org/sqlite/native/Linux/armv7/libsqlitejdbc.so",
        "lib/armhf/pi4j-gpiod/libgpiod.so",
        "lib/armhf/pi4j-gpiod/libpi4j-gpiod.so"),
    AMD64(
        "3e00",
        "Linux/x86_64/libjSerialComm.so",
        "org/sqlite/native/Linux/x86_64/libsqlitejdbc.so");

    private final String machine;
    private final String libraries;

    Kind(String machine, String... libraries) {
      this.machine = machine;
      this.libraries = String.join(" ", libraries);
    }

    List<String> libraries() {
      return List.of(libraries.split(" "));
    }

    String architecture() {
      return name().toLowerCase(Locale.ROOT);
    }

    DebianArchive archive() throws IOException {
      return packed("pump-bridge_%s_" + architecture() + ".deb");
    }
  }

  @TempDir private Path directory;

  static DebianArchive packed(String name) throws IOException {
    String version = System.getProperty("product.version");
    return DebianArchive.read(Product.JAR.resolveSibling(name.formatted(version)));
  }

  @ParameterizedTest
  @EnumSource
  void itIsAPackageForThisKindOfGateway(Kind kind) throws Exception {
    DebianArchive archive = kind.archive();
    assertThat(archive.members()).containsExactly("debian-binary", "control.tar.gz", "data.tar.gz");
    assertThat(archive.field("Package")).isEqualTo("pump-bridge");
    assertThat(archive.field("Version")).isEqualTo(System.getProperty("product.version"));
    assertThat(archive.field("Architecture")).isEqualTo(kind.architecture());
    // Before 17.0.3 the JDK accepts forged ECDSA signatures; libgpiod wants that libc.
    assertThat(archive.field("Depends").split(", "))
        .containsExactly(
            "openjdk-17-jre-headless (>= 17.0.3) | java21-runtime-headless",
            "libc6 (>= 2.33)",
            "adduser");
    assertThat(archive.control().get("conffiles").text()).isEqualTo("/etc/default/pump-bridge\n");
  }

  @ParameterizedTest
  @EnumSource
  void everythingIsRootsAndNobodyElseMayWriteIt(Kind kind) throws Exception {
    DebianArchive archive = kind.archive();
    Stream<String> libraries =
        kind.libraries().stream().map(path -> LIBRARIES + Path.of(path).getFileName());
    assertThat(archive.files())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(EVERYWHERE.stream(), libraries).toList());
    assertThat(archive.data().values())
        .allSatisfy(
            entry -> {
              boolean runs = entry.folder() || entry.path().equals("usr/bin/pump-bridge");
              assertThat(entry.plain()).as(entry.path()).isTrue();
              assertThat(entry.owner()).as(entry.path()).isEqualTo("root:root 0:0");
              assertThat(entry.mode()).as(entry.path()).isEqualTo(runs ? EXECUTABLE : READABLE);
            });
  }

  @ParameterizedTest
  @EnumSource
  void theProductIsTheBuildsAndTheLibrariesAreThoseOfItsBundles(Kind kind) throws Exception {
    DebianArchive archive = kind.archive();
    assertThat(archive.content("usr/lib/pump-bridge/pump-bridge.jar"))
        .isEqualTo(Files.readAllBytes(Product.JAR));
    List<ShippedBundles.Content> shipped =
        ShippedBundles.in(Product.JAR).find(kind.libraries()::contains);
    assertThat(shipped).hasSameSizeAs(kind.libraries());
    for (ShippedBundles.Content library : shipped) {
      byte[] installed = archive.content(LIBRARIES + Path.of(library.path()).getFileName());
      assertThat(installed).as(library.path()).isEqualTo(library.stream().readAllBytes());
      assertThat(HexFormat.of().formatHex(installed, 18, 20)).isEqualTo(kind.machine);
    }
  }

  /** So that whoever watches for published flaws finds it on the gateway. */
  @ParameterizedTest
  @EnumSource
  void theBillOfMaterialsIsThatOfTheJarBesideIt(Kind kind) throws Exception {
    DebianArchive archive = kind.archive();
    byte[] jar = archive.content("usr/lib/pump-bridge/pump-bridge.jar");
    assertThat(archive.text(BILL))
        .isEqualTo(Files.readString(Path.of(System.getProperty("product.bom"))))
        .contains(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar)));
  }

  @ParameterizedTest
  @EnumSource
  void twoBuildsPackTheSame(Kind kind) throws Exception {
    assertThat(kind.archive().times())
        .hasSizeGreaterThan(20)
        .containsOnly(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Test
  void theAgentHasTheFlagsThatWereMeasuredAndUnpacksNoLibrary() throws Exception {
    DebianArchive archive = Kind.ARM64.archive();
    List<String> flags = new ArrayList<>(words(archive.text("usr/lib/pump-bridge/agent.options")));
    assertThat(flags.remove("-Xmx48m")).isTrue();
    assertThat(flags).isEqualTo(GatewayJvm.FLAGS);
    assertThat(words(archive.text("usr/lib/pump-bridge/native.options")))
        .containsExactly(
            "-DjSerialComm.library.path=/usr/lib/pump-bridge/native",
            "-Dorg.sqlite.lib.path=/usr/lib/pump-bridge/native",
            "-Dpi4j.library.path=/usr/lib/pump-bridge/native");
  }

  private static List<String> words(String text) {
    return text.lines()
        .filter(line -> !line.startsWith("#"))
        .flatMap(line -> Stream.of(line.split(" ")))
        .toList();
  }

  @Test
  void theUnitRunsTheAgentAsItsOwnUserOnceSomebodyHasConfiguredIt() throws Exception {
    Unit unit = Unit.parse(Kind.ARM64.archive().text(UNIT));
    assertThat(unit.one("ExecStart"))
        .isEqualTo(
            "/usr/bin/java @/usr/lib/pump-bridge/native.options @/usr/lib/pump-bridge/agent.options"
                + " $PUMP_BRIDGE_JAVA_OPTIONS -jar /usr/lib/pump-bridge/pump-bridge.jar run");
    assertThat(unit.one("User")).isEqualTo("pump-bridge");
    assertThat(unit.all("ConditionPathExists"))
        .containsExactly(
            "/etc/pump-bridge/pump-bridge.json",
            "!/var/lib/pump-bridge/decommissioning",
            "!/var/lib/pump-bridge/restoring");
    assertThat(unit.one("Restart")).isEqualTo("on-failure");
    assertThat(unit.one("RestartSec")).isEqualTo("10");
    assertThat(unit.one("StartLimitIntervalSec")).isEqualTo("0");
    assertThat(unit.one("RestartPreventExitStatus")).isEqualTo("1 2");
    assertThat(unit.one("StateDirectory")).isEqualTo("pump-bridge");
    assertThat(unit.one("StateDirectoryMode")).isEqualTo("0700");
    assertThat(unit.settings())
        .as("the agent says nothing to systemd, and a group may be unknown")
        .doesNotContainKeys("WatchdogSec", "SupplementaryGroups");
  }

  @Test
  void theUnitLetsTheAgentDoNoMoreThanItMust() throws Exception {
    Unit unit = Unit.parse(Kind.ARM64.archive().text(UNIT));
    Map.of(
            "ProtectSystem", "strict",
            "ProtectHome", "yes",
            "PrivateTmp", "yes",
            "NoNewPrivileges", "yes",
            "CapabilityBoundingSet", "",
            "AmbientCapabilities", "",
            "DevicePolicy", "closed",
            "NoExecPaths", "/var/lib/pump-bridge /tmp /var/tmp /dev/shm",
            "RestrictNamespaces", "yes",
            "SystemCallArchitectures", "native")
        .forEach((name, value) -> assertThat(unit.one(name)).as(name).isEqualTo(value));
    assertThat(unit.all("SystemCallFilter")).containsExactly("@system-service", "~@privileged");
    assertThat(unit.all("DeviceAllow"))
        .containsExactlyInAnyOrder(
            "char-ttyUSB rw",
            "char-ttyACM rw",
            "char-ttyAMA rw",
            "char-ttyS rw",
            "char-gpiochip rw");
    assertThat(unit.settings())
        .as("whom it trusts is no business of a process that may be taken over")
        .doesNotContainKeys("ReadWritePaths", "ConfigurationDirectory", "ExecPaths");
  }

  @Test
  void noScriptTakesAwayKeysOrRecords() throws Exception {
    Map<String, DebianArchive.Entry> control = Kind.ARM64.archive().control();
    for (String name : List.of("postinst", "prerm", "postrm")) {
      assertThat(control.get(name).mode()).as(name).isEqualTo(EXECUTABLE);
      assertThat(control.get(name).text())
          .as(name)
          .contains("set -e")
          .doesNotContainPattern("\\brm\\b|\\bdeluser\\b|\\bchown\\b|-delete");
    }
    assertThat(control).doesNotContainKey("preinst");
  }

  @Test
  void theExampleIsAConfigurationThatTheProductTakes() throws Exception {
    Files.write(directory.resolve(Settings.FILE), Kind.ARM64.archive().content(EXAMPLE));
    Settings settings =
        Settings.read(directory, ShippedBundles.in(Product.JAR), Map.<String, Object>of());
    assertThat(settings.byPid()).containsKeys("io.pumpbridge.trust", "io.pumpbridge.board");
  }
}
