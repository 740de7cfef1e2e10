// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway that was killed, and a desk with a copy and the hospital's key. That everything wrong
 * is refused, the tests of {@code trust} and {@code journal} show.
 */
class JournalRescueIT {
  private static final long PATIENCE_MS = 60_000;
  private static final String KEY_ESCROW = "2.25.147690646269422333906582625601308031504.8";
  private static final String PASSWORD = "four words of nonsense";

  @TempDir private Path directory;
  private Path state;
  private Path copy;
  private int attempt;

  @BeforeEach
  void aGatewayHasItsKeyInEscrow() throws Exception {
    Path config = Product.configuration(Files.createDirectories(directory.resolve("config")));
    Path settings = config.resolve("pump-bridge.json");
    Files.writeString(
        settings,
        Files.readString(settings)
            .replace(
                "\"trust\": {",
                "\"trust\": { \"escrow.certificate\": \"anchors/escrow.pem\","
                    + " \"revocation\": \"if-known\","));
    makeEscrowKey(config.resolve("anchors"));
    state = directory.resolve("state");
    copy = directory.resolve("copy");
    try (StartedProduct agent = StartedProduct.agent(directory)) {
      agent.await("its key is in escrow", () -> Files.exists(state.resolve("trust/escrow.cms")));
      agent.killHard();
    }
    Files.createDirectories(copy.resolve("journal"));
    Files.createDirectories(copy.resolve("trust"));
    Files.copy(state.resolve("trust/escrow.cms"), copy.resolve("trust/escrow.cms"));
    for (String name : List.of("journal.db", "journal.db-wal")) {
      Files.copy(state.resolve("journal").resolve(name), copy.resolve("journal").resolve(name));
    }
  }

  /** By the JDK's own tool: a root, and below it a key in {@code escrow.p12}. */
  private void makeEscrowKey(Path anchors) throws Exception {
    keytool("-genkeypair", "-keystore", "root.p12", "-alias", "root", "-dname", "CN=Signing Root")
        .with("-keyalg", "EC", "-groupname", "secp256r1", "-sigalg", "SHA256withECDSA")
        .with("-ext", "bc:critical=ca:true", "-ext", "ku:critical=keyCertSign,cRLSign")
        .run();
    keytool("-exportcert", "-keystore", "root.p12", "-alias", "root", "-rfc", "-file", "root.pem")
        .run();
    keytool("-genkeypair", "-keystore", "escrow.p12", "-alias", "escrow", "-dname", "CN=Key escrow")
        .with("-keyalg", "EC", "-groupname", "secp256r1", "-sigalg", "SHA256withECDSA")
        .run();
    keytool("-certreq", "-keystore", "escrow.p12", "-alias", "escrow", "-file", "escrow.csr").run();
    keytool("-gencert", "-keystore", "root.p12", "-alias", "root", "-infile", "escrow.csr")
        .with("-ext", "ku:critical=keyAgreement", "-ext", "eku=" + KEY_ESCROW)
        .with("-rfc", "-outfile", "escrow.pem")
        .run();
    for (String name : List.of("root", "escrow")) {
      keytool("-importcert", "-keystore", "escrow.p12", "-alias", name, "-file", name + ".pem")
          .with("-noprompt")
          .run();
    }
    Files.copy(directory.resolve("root.pem"), anchors.resolve("signers/root.pem"));
    Files.copy(directory.resolve("escrow.pem"), anchors.resolve("escrow.pem"));
    Files.writeString(directory.resolve("password"), PASSWORD + "\n");
  }

  /** One call of it. */
  private record Keytool(Path directory, List<String> words) {
    Keytool with(String... more) {
      words.addAll(List.of(more));
      return this;
    }

    void run() throws Exception {
      Path said = Files.createTempFile(directory, "keytool", ".txt");
      Process process =
          new ProcessBuilder(words)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      assertThat(process.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    }
  }

  private Keytool keytool(String... words) {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    all.addAll(List.of(words));
    return new Keytool(directory, all).with("-storetype", "PKCS12", "-storepass", PASSWORD);
  }

  private Path out() {
    return directory.resolve("backlog-" + attempt + ".jsonl");
  }

  private Product.Outcome rescue(String... more) throws Exception {
    attempt++;
    List<String> words =
        new ArrayList<>(
            List.of(
                "journal",
                "rescue",
                "--json",
                "--state",
                copy.toString(),
                "--key",
                directory.resolve("escrow.p12").toString(),
                "--password-file",
                directory.resolve("password").toString(),
                "--out",
                out().toString()));
    words.addAll(List.of(more));
    return Product.run(directory, words.toArray(new String[0]));
  }

  private static List<Map<String, Object>> findings(Product.Outcome told) throws Exception {
    OutputSchema schema = OutputSchema.of("journal", "rescue", "--schema");
    List<Map<String, Object>> findings = new ArrayList<>();
    for (String line : told.out().lines().toList()) {
      schema.assertFits(line);
      findings.add(JSON.std.mapFrom(line));
    }
    return findings;
  }

  @Test
  void whatItHadWrittenComesOutAndWhatIsSpoiltIsNamed() throws Exception {
    Product.Outcome whole = rescue();
    assertThat(whole.exitCode()).as(whole.err() + whole.out()).isZero();
    assertThat(findings(whole).get(0))
        .containsEntry("type", "rescue")
        .containsEntry("gateway", "bed-1")
        .containsEntry("certificate", "CN=Key escrow");
    List<String> lines = Files.readAllLines(out());
    OutputSchema export = OutputSchema.of("journal", "export", "--schema");
    lines.forEach(export::assertFits);
    assertThat(lines).anyMatch(line -> line.contains("\"name\":\"ESCROW_CHANGED\""));
    assertThat(Files.getPosixFilePermissions(out()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));

    spoil(lines.stream().filter(line -> line.contains("BRIDGE_STARTED")).findFirst().orElseThrow());
    Product.Outcome damaged = rescue();
    assertThat(damaged.exitCode()).as(damaged.err() + damaged.out()).isEqualTo(1);
    assertThat(findings(damaged))
        .anySatisfy(
            finding ->
                assertThat(finding)
                    .containsEntry("type", "backlog")
                    .containsEntry("lane", "audit")
                    .containsEntry("closed", 1))
        .anySatisfy(
            finding ->
                assertThat(finding)
                    .containsEntry("type", "fault")
                    .containsEntry("fault", "changed"));
    assertThat(Files.readAllLines(out())).hasSize(lines.size() - 1);
  }

  /** Changes one byte of what is sealed of that record. */
  private void spoil(String line) throws Exception {
    String hash = line.replaceAll(".*\"hash\":\"([0-9a-f]{64})\".*", "$1");
    Path wal = copy.resolve("journal/journal.db-wal");
    Path store = copy.resolve("journal/journal.db");
    fold(store, wal);
    String wanted = latin(HexFormat.of().parseHex(hash));
    byte[] content = Files.readAllBytes(store);
    // Rows fill a page from its end, so the last place is its own and not the "prev" of the next.
    int at = latin(content).lastIndexOf(wanted);
    assertThat(at).isPositive();
    content[at + 32 + 20] ^= 1;
    Files.write(store, content);
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** SQLite's own file formats, 4.1: a frame is 24 bytes and a page; the last of each counts. */
  private static void fold(Path store, Path wal) throws IOException {
    byte[] log = Files.readAllBytes(wal);
    int page = 4_096;
    byte[] pages = Files.readAllBytes(store);
    for (int at = 32; at + 24 + page <= log.length; at += 24 + page) {
      int number = ByteBuffer.wrap(log, at, 4).getInt();
      pages = Arrays.copyOf(pages, Math.max(pages.length, number * page));
      System.arraycopy(log, at + 24, pages, (number - 1) * page, page);
    }
    Files.write(store, pages);
    Files.delete(wal);
  }

  @Test
  void wrongUseAndBrokenFilesAreToldApart() throws Exception {
    Files.writeString(directory.resolve("password"), "hunter\n");
    Product.Outcome wrong = rescue();
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("escrow-key-unreadable").doesNotContain("hunter");
    Files.writeString(directory.resolve("password"), PASSWORD + "\n");
    Product.Outcome none = rescue("--envelope", "not-there.cms");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("it is not there");
    Files.writeString(out(), "precious");
    attempt--;
    Product.Outcome there = rescue();
    assertThat(there.exitCode()).isEqualTo(2);
    assertThat(out()).hasContent("precious");
    Files.writeString(copy.resolve("journal/journal.db"), "no journal");
    Files.delete(copy.resolve("journal/journal.db-wal"));
    Product.Outcome broken = rescue();
    assertThat(broken.exitCode()).isEqualTo(3);
    assertThat(broken.err()).contains("journal-damaged");
    assertThat(out()).doesNotExist();
    assertThat(Product.run(directory, "journal", "rescue").exitCode()).isEqualTo(2);
  }
}
