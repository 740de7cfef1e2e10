// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.runtime.Awaiting;
import io.pumpbridge.runtime.OutputSchema;
import io.pumpbridge.runtime.Product;
import io.pumpbridge.runtime.demo.Bedside.Bed;
import io.pumpbridge.runtime.launch.RunningAgent;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that ask, or change, a gateway at whose bedside an agent works. */
class BesideAgentIT {
  private static final int TURNS = 20;

  @TempDir private Path directory;
  private Bedside bedside;
  private AgentProcess agent;

  @BeforeEach
  void work() throws Exception {
    bedside = Bedside.provisioned(Files.createDirectories(directory.resolve("bedside")));
    agent = bedside.agentProcess();
    agent.start();
    Awaiting.until("it can be asked", () -> RunningAgent.find(bedside.state()).isPresent());
  }

  @AfterEach
  void clear() throws Exception {
    agent.stop();
    bedside.close();
  }

  private Product.Outcome command(String... words) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(
        List.of("--config", bedside.config().toString(), "--state", bedside.state().toString()));
    return Product.run(directory, arguments.toArray(String[]::new));
  }

  @Test
  void itsJournalIsExportedAndVerifiedWhileItWrites() throws Exception {
    Bed bed = bedside.infusing();
    bedside.hospital().goAway(); // from here on the journal keeps everything
    for (int turn = 0; turn < TURNS; turn++) {
      BigDecimal rate = new BigDecimal("6.00").add(BigDecimal.valueOf(turn));
      bed.pump().atPanel((panel, nowMs) -> panel.setRate(rate, nowMs));
      Product.Outcome told =
          turn % 10 == 0 ? command("journal", "export", "--jsonl") : verified(turn);
      assertThat(told.exitCode()).as(told.err() + told.out()).isZero();
    }
    Product.Outcome exported = command("journal", "export", "--jsonl");
    OutputSchema schema = OutputSchema.of("journal", "export", "--schema");
    assertThat(exported.out().lines()).isNotEmpty().allSatisfy(schema::assertFits);
    assertThat(exported.out()).contains("SERVER_LOST");
    Path file = Files.writeString(directory.resolve("export.jsonl"), exported.out());
    Product.Outcome whole = Product.run(directory, "journal", "verify", file.toString());
    assertThat(whole.exitCode()).as(whole.out()).isZero();

    assertThat(agent.isRunning()).isTrue();
    int mark = bedside.stored().mark();
    bedside.hospital().comeBack();
    bedside.await(mark, Bedside.event(EventName.SERVER_LOST));
    bedside.turnRate(bed, "3.00");
  }

  private Product.Outcome verified(int turn) throws Exception {
    if (turn % 5 != 0) {
      return new Product.Outcome(0, "", "");
    }
    Product.Outcome told = command("journal", "verify", "--json");
    OutputSchema schema = OutputSchema.of("journal", "verify", "--schema");
    assertThat(told.out().lines()).isNotEmpty().allSatisfy(schema::assertFits);
    assertThat(told.out()).contains("\"lane\":\"clinical\"").doesNotContain("\"type\":\"fault\"");
    return told;
  }

  @Test
  void itsNextCertificateIsAskedForAndInstalledThroughItAndShownWithoutARestart() throws Exception {
    int mark = bedside.stored().mark();
    Product.Outcome asked = command("provision", "--json", "--request", "-");
    OutputSchema schema = OutputSchema.of("provision", "--schema");
    schema.assertFits(asked.out().strip());
    String request = String.valueOf(JSON.std.mapFrom(asked.out()).get("request"));
    Path certificate = directory.resolve("next.pem");
    // As 'openssl ca' without -notext writes it: whose it is, in words, before each.
    Files.writeString(
        certificate,
        "Subject: O=Spital Z\u00fcrich\n" + bedside.hospital().authority().issue(request));
    Product.Outcome installed =
        command("provision", "--json", "--certificate", certificate.toString());
    assertThat(installed.exitCode()).as(installed.err()).isZero();
    schema.assertFits(installed.out().strip());

    Path previous = bedside.state().resolve("trust/identity.p12.previous");
    assertThat(previous).as("kept until the new one has worked").exists();
    bedside.restartHospital();
    Awaiting.until("the new one has worked", () -> !Files.exists(previous));
    bedside.await(mark, Bedside.event(EventName.IDENTITY_CHANGED));
    assertThat(agent.isRunning()).isTrue();
  }

  @Test
  void whatItRefusesIsSaidWithItsOwnCode() throws Exception {
    Path none = Files.writeString(directory.resolve("none.pem"), "no certificate");
    Product.Outcome refused = command("provision", "--json", "--certificate", none.toString());
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("\"code\":\"certificate-unreadable\"");
    Product.Outcome endless = command("provision", "--certificate", "/dev/zero");
    assertThat(endless.exitCode()).isEqualTo(2);
    assertThat(endless.err()).contains("it is too large for a certificate").hasLineCount(1);
    assertThat(agent.isRunning()).isTrue();
  }
}
