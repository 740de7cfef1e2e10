// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As a script uses it; that the verdicts are right, the tests of {@code trust} show. */
class TrustCheckIT {
  /** From the public test suite of NIST that the tests of trust read. */
  private static final Path PKITS = Path.of("../trust/src/test/resources/pkits/certs");

  @TempDir private Path directory;

  private Product.Outcome check(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("trust", "check", "--jsonl"));
    all.addAll(List.of(arguments));
    return Product.run(directory, all.toArray(new String[0]));
  }

  private static String pkits(String name) throws Exception {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(PKITS.resolve(name + ".crt")));
  }

  private static Map<String, Object> path(String id, String leaf, String between) throws Exception {
    return Map.of(
        "id",
        id,
        "purpose",
        "path",
        "profile",
        "rfc5280",
        "at",
        "2014-01-01T00:00:00Z",
        "chain",
        List.of(pkits(leaf), pkits(between)),
        "anchors",
        List.of(pkits("TrustAnchorRootCertificate")));
  }

  private Path cases(Object... cases) throws Exception {
    List<String> lines = new ArrayList<>();
    for (Object one : cases) {
      lines.add(one instanceof String text ? text : JSON.std.asString(one));
    }
    return Files.write(directory.resolve("cases.jsonl"), lines);
  }

  private static List<Object> codes(Product.Outcome told, OutputSchema schema) throws Exception {
    List<Object> codes = new ArrayList<>();
    for (String line : told.out().lines().toList()) {
      schema.assertFits(line);
      codes.add(JSON.std.mapFrom(line).get("code"));
    }
    return codes;
  }

  @Test
  void eachLineIsAnsweredInItsPlaceWhateverStandsInIt() throws Exception {
    Path file =
        cases(
            path("good", "ValidCertificatePathTest1EE", "GoodCACert"),
            "nonsense",
            "",
            path("bad", "InvalidEESignatureTest3EE", "GoodCACert"));
    Product.Outcome told = check(file.toString());
    assertThat(told.exitCode()).as(told.err()).isZero();
    assertThat(codes(told, OutputSchema.of("trust", "check", "--schema")))
        .containsExactly("ok", "bad-input", "bad-input", "chain-untrusted");
    assertThat(told.out()).contains("\"id\":\"good\"", "\"id\":\"bad\"");
    assertThat(told.err()).isEmpty();
    assertThat(check(file.toString(), "--strict").exitCode()).isEqualTo(1);
  }

  @Test
  void standardInputIsReadToItsEnd() throws Exception {
    Path file = cases(path("good", "ValidCertificatePathTest1EE", "GoodCACert"));
    Path out = directory.resolve("out.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Product.JAR.toAbsolutePath().toString(),
                "trust",
                "check",
                "--jsonl",
                "--strict")
            .redirectInput(file.toFile())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
    assertThat(Files.readString(out)).startsWith("{\"id\":\"good\",\"accept\":true");
  }

  @Test
  void signaturesAreVerifiedToo() throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] message = {1, 2, 3};
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(keys.getPrivate());
    signature.update(message);
    Base64.Encoder base64 = Base64.getEncoder();
    Map<String, Object> good =
        Map.of(
            "id", 1,
            "algorithm", "Ed25519",
            "key", base64.encodeToString(keys.getPublic().getEncoded()),
            "message", base64.encodeToString(message),
            "signature", base64.encodeToString(signature.sign()));
    Map<String, Object> other = new HashMap<>(good);
    other.put("message", base64.encodeToString(new byte[] {1, 2, 4}));
    Product.Outcome told = check(cases(good, other, "{}").toString(), "--signature");
    assertThat(told.exitCode()).as(told.err()).isZero();
    assertThat(codes(told, OutputSchema.of("trust", "check", "--signature", "--schema")))
        .containsExactly("ok", "signature-invalid", "bad-input");
  }

  @Test
  void whoUsesItWronglyIsTold() throws Exception {
    Product.Outcome gone = check("nowhere.jsonl");
    assertThat(gone.exitCode()).isEqualTo(2);
    assertThat(gone.err()).contains("nowhere.jsonl cannot be read: it is not there.");
    Product.Outcome folder = check(".");
    assertThat(folder.exitCode()).isEqualTo(2);
    assertThat(folder.err()).contains("it is a directory; name the files in it.");
    Product.Outcome nothing = Product.run(directory, "trust");
    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(nothing.err()).contains("Say which: show or check.");
  }
}
