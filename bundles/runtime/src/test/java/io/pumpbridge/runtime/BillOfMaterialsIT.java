// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.pumpbridge.runtime.bom.BillOfMaterials;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bill of materials that the build has just written, and the jar that it has just packed. What
 * the bill says is held against what {@link ShippedCode} finds, which knows other things.
 */
class BillOfMaterialsIT {
  private static final Path BILL = Path.of(System.getProperty("product.bom", "target/bom.json"));
  private static final Path ROOT_POM = Path.of("../../pom.xml");

  /** Of which C library each file is; nothing, if it is its Java library's own. */
  private static final Map<String, String> C_LIBRARIES =
      Map.of(
          "libsqlitejdbc.so", "sqlite",
          "libgpiod.so", "libgpiod",
          "libjSerialComm.so", "",
          "libpi4j-gpiod.so", "");

  @TempDir private Path directory;

  private PomVersions versions;

  @BeforeEach
  void readPoms() throws Exception {
    versions = PomVersions.read();
  }

  @Test
  void namesExactlyWhatTheJarHolds() throws Exception {
    WrittenBill bill = WrittenBill.read(BILL);
    ShippedCode shipped = ShippedCode.in(Product.JAR, versions);
    assertThat(shipped.unused).as("in shipped-packages.txt, but not shipped").isEmpty();
    SortedMap<String, SortedSet<String>> expected = expected(shipped);
    assertThat(expected).hasSizeGreaterThan(30);
    assertThat(bill.dependencies()).isEqualTo(expected);
    List<String> named = new ArrayList<>();
    bill.components().forEach(component -> named.add(WrittenBill.name(component)));
    assertThat(named)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(expected.keySet());
  }

  @Test
  void eachPartHasTheHashOfItsFile() throws Exception {
    Map<String, String> packed = ShippedCode.in(Product.JAR, versions).hashes;
    int unpacked = 0;
    for (Map<String, Object> component : WrittenBill.read(BILL).components()) {
      if (component.containsKey("group")) {
        String name = WrittenBill.name(component);
        String hash = packed.get(name);
        if (hash == null) {
          unpacked++;
          hash = sha256(Files.readAllBytes(inRepository(name)));
        }
        assertThat(component.get("hashes"))
            .as(name)
            .isEqualTo(List.of(Map.of("alg", "SHA-256", "content", hash)));
      }
    }
    assertThat(packed).hasSizeGreaterThan(10);
    assertThat(unpacked).isGreaterThan(10);
  }

  @Test
  void saysWhereEachCLibraryLies() throws Exception {
    SortedMap<String, SortedSet<String>> expected = new TreeMap<>();
    ShippedCode.in(Product.JAR, versions)
        .natives
        .forEach(
            (file, places) -> {
              assertThat(C_LIBRARIES).as("whose is it?").containsKey(file);
              if (!C_LIBRARIES.get(file).isEmpty()) {
                expected.put(C_LIBRARIES.get(file), places);
              }
            });
    SortedMap<String, SortedSet<String>> said = new TreeMap<>();
    for (Map<String, Object> component : WrittenBill.read(BILL).components()) {
      if (component.get("evidence") instanceof Map<?, ?> evidence) {
        SortedSet<String> places = new TreeSet<>();
        WrittenBill.list(evidence.get("occurrences"))
            .forEach(place -> places.add((String) place.get("location")));
        said.put((String) component.get("name"), places);
      }
    }
    assertThat(said).isEqualTo(expected).hasSize(2);
  }

  /** Written down once more: a licence of another kind has to be meant. */
  @Test
  void eachPartHasALicenceThatWeKnowOf() throws Exception {
    SortedSet<String> licences = new TreeSet<>();
    for (Map<String, Object> component : WrittenBill.read(BILL).components()) {
      List<Map<String, Object>> ofOne = WrittenBill.list(component.get("licenses"));
      assertThat(ofOne).as(WrittenBill.name(component)).isNotEmpty();
      ofOne.forEach(
          one -> {
            Map<?, ?> licence = (Map<?, ?>) one.get("license");
            licences.add((String) licence.get(licence.containsKey("id") ? "id" : "name"));
          });
    }
    assertThat(licences)
        .containsExactlyInAnyOrder(
            "Apache-2.0",
            "BSD-3-Clause",
            "Bouncy Castle Licence",
            "EPL-1.0",
            "EPL-2.0",
            "LGPL-2.1-only",
            "LGPL-2.1-or-later",
            "LGPL-3.0-or-later",
            "MIT",
            "blessing");
  }

  @Test
  void fitsTheSchemaOfCycloneDx() throws Exception {
    String bill = Files.readString(BILL);
    assertThat(complaints(bill)).isEmpty();
    assertThat(complaints(bill.replace("\"EPL-2.0\"", "\"EPL-7.0\""))).isNotEmpty();
  }

  @Test
  void theSameJarGivesTheSameBytes() throws Exception {
    Path again = directory.resolve("again.json");
    make(Product.JAR, again);
    assertThat(again).hasSameBinaryContentAs(BILL);
  }

  @Test
  void aLibraryThatIsNoLongerPackedIsNoLongerNamed() throws Exception {
    Path without = directory.resolve("pump-bridge.jar");
    copy(without, name -> !name.startsWith("picocli/"));
    Path bill = directory.resolve("bom.json");
    make(without, bill);
    assertThat(Files.readString(bill)).doesNotContain("picocli").contains("logback-core");
    // And whoever forgot to write the bill anew would be told.
    ShippedCode shipped = ShippedCode.in(without, versions);
    assertThat(shipped.unused).containsExactly("picocli/");
    assertThat(WrittenBill.read(BILL).dependencies()).isNotEqualTo(expected(shipped));
    assertThat(WrittenBill.read(bill).dependencies()).isEqualTo(expected(shipped));
  }

  @Test
  void codeThatNoPomNamesEndsTheBuild() throws Exception {
    Path with = directory.resolve("pump-bridge.jar");
    String stranger = "org/example/Stranger.class";
    copy(with, name -> true, stranger);
    assertThatThrownBy(() -> make(with, directory.resolve("bom.json")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(stranger);
    assertThatThrownBy(() -> ShippedCode.in(with, versions)).hasMessageContaining(stranger);
  }

  private void make(Path product, Path bill) throws IOException {
    BillOfMaterials.main(
        new String[] {
          product.toString(),
          ROOT_POM.toString(),
          versions.property("project.build.outputTimestamp"),
          bill.toString()
        });
  }

  /** What is found in the jar, and which C libraries that implies. */
  private SortedMap<String, SortedSet<String>> expected(ShippedCode shipped) {
    SortedMap<String, SortedSet<String>> expected = new TreeMap<>(shipped.holdings);
    shipped
        .holdings
        .values()
        .forEach(held -> held.forEach(one -> expected.putIfAbsent(one, new TreeSet<>())));
    // sqlite-jdbc counts on from SQLite's version; libgpiod's stands in its file.
    String jdbc = versions.of("org.xerial:sqlite-jdbc");
    String sqlite = "sqlite:" + jdbc.substring(0, jdbc.lastIndexOf('.'));
    String gpiod = "libgpiod:1.6.5";
    expected.put("org.xerial:sqlite-jdbc:" + jdbc, new TreeSet<>(List.of(sqlite)));
    expected.put(
        "com.pi4j:pi4j-library-gpiod:" + versions.of("com.pi4j:pi4j-library-gpiod"),
        new TreeSet<>(List.of(gpiod)));
    expected.put(sqlite, new TreeSet<>());
    expected.put(gpiod, new TreeSet<>());
    return expected;
  }

  /**
   * Where Maven has the validator from, whose classes, unlike the product's, are in its jar only.
   */
  private static Path inRepository(String name) {
    Path validator =
        Path.of(
            JsonSchemaFactory.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    Path repository = validator.resolve("../../../../..").normalize();
    String[] words = name.split(":", 3);
    return repository
        .resolve(words[0].replace('.', '/'))
        .resolve(Path.of(words[1], words[2], words[1] + "-" + words[2] + ".jar"));
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static List<String> complaints(String bill) {
    return JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V7,
            builder ->
                builder.schemaMappers(
                    mappers -> mappers.mapPrefix("http://cyclonedx.org/schema/", "classpath:")))
        .getSchema(SchemaLocation.of("http://cyclonedx.org/schema/bom-1.6.schema.json"))
        .validate(bill, InputFormat.JSON)
        .stream()
        .map(Object::toString)
        .toList();
  }

  private static void copy(Path copy, Predicate<String> wanted, String... added)
      throws IOException {
    try (ZipFile product = new ZipFile(Product.JAR.toFile());
        OutputStream file = Files.newOutputStream(copy);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      for (ZipEntry entry :
          (Iterable<ZipEntry>) product.stream().map(ZipEntry.class::cast)::iterator) {
        if (wanted.test(entry.getName())) {
          zip.putNextEntry(new ZipEntry(entry.getName()));
          zip.write(product.getInputStream(entry).readAllBytes());
        }
      }
      for (String name : added) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(HexFormat.of().parseHex("cafebabe"));
        zip.write(name.getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
