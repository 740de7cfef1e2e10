// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the schemas refuse; that they take what really is printed, the commands' tests show. */
final class OutputSchemaTest {

  @ParameterizedTest
  @ValueSource(strings = {"probe", "watch", "list", "lint", "simulate"})
  void eachCommandTellsItsSchemaWithoutItsOptions(String command) {
    OutputSchema.of("pumps", command, "--schema");
    OutputSchema.of("pumps", command, "--schema", "error")
        .assertFits(
            "{\"error\":{\"code\":\"no-pump\",\"layer\":\"pump\",\"message\":\"No pump.\"}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"make", "verify", "install", "show"})
  void eachSiteCommandTellsItsSchemaWithoutItsOptions(String command) {
    OutputSchema.of("site", command, "--schema");
  }

  @Test
  void whatNoGatewayTakesAsASitePackageIsRefused() {
    String hash = "ab".repeat(32);
    assertRefused(
        OutputSchema.of("site", "make", "--schema"),
        "{\"format\":\"pump-bridge-site-1\",\"purpose\":\"site\",\"hospital\":\"x\",\"number\":1,"
            + "\"issued_at\":\"2026-01-02T03:04:05Z\",\"reason\":\"why\",\"anchors\":{\"server\":"
            + "[{\"certificate\":\"-----BEGIN CERTIFICATE-----\\nAA==\\n-----END CERTIFICATE-----\","
            + "\"until\":\"2027-01-02T03:04:05Z\"}],\"signers\":[{\"certificate\":"
            + "\"-----BEGIN CERTIFICATE-----\\nAB==\\n-----END CERTIFICATE-----\\n\"}]},"
            + "\"withdrawn\":[{\"sha256\":\""
            + hash
            + "\"},{\"issuer\":\"CN=x\",\"serial\":\"1F\"}],\"reissue\":true}",
        "\"number\":1",
        "\"number\":0",
        "\"purpose\":\"site\"",
        "\"purpose\":\"library\"",
        "\"signers\"",
        "\"singers\"",
        ",\"serial\":\"1F\"",
        "",
        "\"until\"",
        "\"untill\"",
        "\"why\"",
        "\" \"",
        hash,
        "ab",
        "2027-01-02T03:04:05Z",
        "2027-01-02",
        "nAB==",
        "n:AB==");
  }

  @Test
  void whatNoGatewayTellsOfItsLibraryIsRefused() {
    String hash = "ab".repeat(32);
    OutputSchema status = OutputSchema.of("library", "status", "--schema");
    status.assertFits("{\"agent\":\"running\",\"pumps\":[],\"why_not\":\"library-none\"}");
    assertRefused(
        status,
        "{\"agent\":\"running\",\"in_force\":{\"version\":3,\"library\":\"x\",\"sha256\":\""
            + hash
            + "\",\"signed_sha256\":\""
            + "cd".repeat(32)
            + "\",\"signers\":[{\"role\":\"library-author\",\"subject\":\"CN=A\"},{\"role\":"
            + "\"library-approver\",\"subject\":\"CN=B\"}],\"since\":\"2026-01-02T03:04:05Z\"},"
            + "\"pumps\":[{\"serial\":\"1\",\"channel\":\"1\",\"running\":true,\"heard\":"
            + "\"2026-01-02T03:04:05Z\",\"on_newest\":false,\"why_not\":\"infusing\"}]}",
        "\"running\",",
        "\"asleep\",",
        "\"version\":3",
        "\"version\":0",
        hash,
        "ab",
        "library-author",
        "order",
        "\"infusing\"",
        "\"It is infusing.\"",
        "\"on_newest\":false",
        "\"on_newest\":0",
        "\"serial\"",
        "\"patient\"",
        "2026-01-02T03:04:05Z",
        "today");
  }

  @Test
  void whatNoRescueTellsIsRefused() {
    OutputSchema rescue = OutputSchema.of("journal", "rescue", "--schema");
    rescue.assertFits("{\"type\":\"damage\",\"store\":\"journal.db\",\"reason\":\"no journal\"}");
    assertRefused(
        rescue,
        "{\"type\":\"backlog\",\"gateway\":\"bed-1\",\"epoch\":\"e\",\"lane\":\"alarm\",\"told\":5,"
            + "\"confirmed\":0,\"undelivered\":5,\"closed\":0}",
        "\"told\":5",
        "\"told\":\"5\"",
        "\"closed\":0",
        "\"closed\":-1",
        "alarm",
        "alarms",
        "backlog",
        "lane",
        ",\"undelivered\":5",
        "");
    assertRefused(
        rescue,
        "{\"type\":\"rescue\",\"gateway\":\"bed-1\",\"key_id\":\""
            + "ab".repeat(16)
            + "\",\"certificate\":\"CN=x\",\"sha256\":\""
            + "cd".repeat(32)
            + "\",\"out\":\"b.jsonl\"}",
        "ab".repeat(16),
        "ab".repeat(32),
        "\"out\":\"b.jsonl\"",
        "\"key\":\"00\"");
  }

  @Test
  void whatNoRenewalTellsIsRefused() {
    OutputSchema renew = OutputSchema.of("renew", "--schema");
    renew.assertFits(
        "{\"outcome\":\"pending\",\"server\":\"https://est.example\",\"retry_after_s\":60}");
    assertRefused(
        renew,
        "{\"outcome\":\"installed\",\"server\":\"https://est.example\",\"subject\":\"CN=b\","
            + "\"serial\":\"0a\",\"begins\":\"2026-01-01T00:00:00Z\","
            + "\"ends\":\"2027-01-01T00:00:00Z\",\"new_key\":true}",
        "\"new_key\":true",
        "\"new_key\":1",
        "installed",
        "pending",
        "2026-01-01T00:00:00Z",
        "soon",
        "https://",
        "http://");
  }

  @Test
  void whatTheDemoNeverTellsIsRefused() {
    OutputSchema demo = OutputSchema.of("demo", "--schema");
    demo.assertFits("{\"chapter\":1,\"title\":\"A pump\"}");
    demo.assertFits("{\"say\":\"A sentence.\"}");
    demo.assertFits("{\"figure\":\"events\",\"value\":\"12\"}");
    assertRefused(
        demo,
        "{\"claim\":\"Nothing is lost\",\"held\":true,\"measured\":\"\"}",
        "true",
        "\"yes\"",
        "\"measured\":\"\"",
        "\"say\":\"so\"",
        ",\"held\":true",
        "");
  }

  @Test
  void whatNoSimulatorTellsIsRefused() {
    OutputSchema simulate = OutputSchema.of("pumps", "simulate", "--schema");
    simulate.assertFits("{\"error\":\"'ocludde' is no action.\"}");
    assertRefused(
        simulate,
        "{\"t_ms\":12,\"place\":\"1/2\",\"action\":\"start\",\"done\":true}",
        "12",
        "\"12\"",
        "\"done\":true",
        "\"done\":1",
        "\"action\":\"start\",",
        "");
    assertRefused(
        simulate,
        "{\"pump\":\"pump 1\",\"running\":true,\"rate\":\"5.00\",\"infused\":\"0\",\"alarms\":[],"
            + "\"controlled\":false}",
        "\"5.00\"",
        "5.00",
        "[]",
        "\"\"",
        "\"running\"",
        "\"runs\"");
  }

  @Test
  void whatTheValidatorNeverAnswersIsRefused() {
    assertRefused(
        OutputSchema.of("trust", "check", "--schema"),
        "{\"id\":\"1\",\"accept\":true,\"code\":\"ok\",\"reason\":\"Good.\",\"subject\":\"\"}",
        "true",
        "false",
        "true",
        "\"yes\"",
        "ok",
        "chain-untrusted",
        "\"id\":\"1\",",
        "",
        "Good.",
        "");
    assertRefused(
        OutputSchema.of("trust", "check", "--signature", "--schema"),
        "{\"id\":1,\"accept\":false,\"code\":\"bad-input\",\"reason\":\"No.\"}",
        "false",
        "true",
        "bad-input",
        "expired",
        ",\"reason\":\"No.\"",
        "");
  }

  @Test
  void whatNobodySignsIsRefused() {
    assertRefused(
        OutputSchema.of("library", "sign", "--schema"),
        "{\"hospital\":\"x\",\"name\":\"y\",\"version\":7,\"sha256\":\""
            + "ab".repeat(32)
            + "\",\"care_areas\":1,\"entries\":2,\"role\":\"library-author\",\"subject\":\"CN=Anna\","
            + "\"at\":\"2026-01-02T03:04:05Z\",\"algorithm\":\"Ed25519\",\"signers\":[{\"role\":"
            + "\"library-author\",\"subject\":\"CN=Anna\"}],\"missing\":[\"library-approver\"]}",
        "\"version\":7",
        "\"version\":0",
        "abab",
        "ab",
        "library-author",
        "order",
        "Ed25519",
        "SHA1withRSA",
        "05Z",
        "05",
        "\"missing\"",
        "\"signed\"",
        "[\"library-approver\"]",
        "[\"nobody\"]");
  }

  @Test
  void whatIsNoComplaintIsRefused() {
    assertRefused(
        OutputSchema.of("pumps", "list", "--schema", "error"),
        "{\"error\":{\"code\":\"no-pump\",\"layer\":\"pump\",\"message\":\"No pump.\"}}",
        "no-pump",
        "No pump",
        "\"layer\":\"pump\"",
        "\"layer\":\"nobody\"",
        "\"No pump.\"",
        "\"\"",
        "\"error\"",
        "\"failure\"");
  }

  @Test
  void anotherWordIsUsedWrongly() {
    CommandLine commandLine = Main.commandLine();
    StringWriter err = new StringWriter();
    commandLine.setErr(new PrintWriter(err));
    assertThat(commandLine.execute("pumps", "list", "--schema", "nonsense")).isEqualTo(2);
    assertThat(err.toString()).contains("the word error");
  }

  private static void assertRefused(OutputSchema schema, String good, String... changes) {
    schema.assertFits(good);
    for (int i = 0; i < changes.length; i += 2) {
      String bad = good.replace(changes[i], changes[i + 1]);
      assertThat(bad).isNotEqualTo(good);
      assertThat(schema.complaints(bad)).as(bad).isNotEmpty();
    }
  }

  @Test
  void whatIsNoObservationIsRefused() {
    assertRefused(
        OutputSchema.of("pumps", "watch", "--schema"),
        "{\"t\":\"2026-01-02T03:04:05.678Z\",\"port\":\"/dev/ttyUSB0\",\"pump\":{\"protocol\":\"alaris\","
            + "\"serial\":\"8002-51740\"},\"channel\":\"1\",\"status\":\"infusing\",\"rate\":{\"mdc\":157784,"
            + "\"unit\":\"mL/h\",\"value\":\"5.00\"},\"time_remaining\":\"PT4M9S\",\"alarms\":[{\"code\":"
            + "\"AL_OCCLU\",\"mdc\":196940,\"priority\":\"high\",\"text\":\"Occlusion\"}]}",
        "\"5.00\"",
        "5.00",
        "\"5.00\"",
        "\"5e3\"",
        "infusing",
        "running",
        "\"priority\":\"high\",",
        "",
        "03:04:05.678Z",
        "03:04:05.678",
        "PT4M9S",
        "4:09",
        "\"status\"",
        "\"state\"",
        "\"port\":\"/dev/ttyUSB0\",",
        "",
        "\"serial\":\"8002-51740\"",
        "\"serial\":\"\"",
        "infusing",
        "lost");
  }

  @Test
  void whatIsNoAnswerToProbeListOrLintIsRefused() {
    assertRefused(
        OutputSchema.of("pumps", "probe", "--schema"),
        "{\"protocol\":\"bcc\",\"profile\":\"bbraun-bcc\",\"place\":\"1/1\",\"ms\":12,\"pumps\":["
            + "{\"protocol\":\"bcc\",\"profile\":\"bbraun-bcc\",\"place\":\"1/1\",\"ms\":12},"
            + "{\"protocol\":\"bcc\",\"profile\":\"bbraun-bcc\",\"place\":\"1/2\",\"ms\":13}]}",
        "\"ms\":13",
        "\"ms\":\"13\"",
        "\"profile\":\"bbraun-bcc\",",
        "",
        "\"place\"",
        "\"slot\"");
    assertRefused(
        OutputSchema.of("pumps", "list", "--schema"),
        "{\"port\":\"/dev/ttyUSB0\",\"following\":true,\"protocol\":\"alaris\",\"profile\":\"alaris-asena\","
            + "\"serial\":\"1\",\"ms\":1}",
        "\"following\":true,",
        "",
        "\"protocol\":\"alaris\",",
        "");
    assertRefused(
        OutputSchema.of("pumps", "lint", "--schema"),
        "{\"file\":\"a.json\",\"sound\":false,\"findings\":[{\"line\":1,\"place\":\"$\",\"severity\":\"error\","
            + "\"problem\":\"is no JSON\"}]}",
        "\"line\":1",
        "\"line\":0",
        "false",
        "true",
        "\"error\"",
        "\"fatal\"",
        "[{\"line\":1,\"place\":\"$\",\"severity\":\"error\",\"problem\":\"is no JSON\"}]",
        "[]");
  }
}
