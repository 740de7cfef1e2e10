// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import static io.pumpbridge.drivers.MemoryHost.config;
import static io.pumpbridge.drivers.MemoryHost.site;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.described.NewModelExampleTest;
import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignedContent;
import io.pumpbridge.model.trust.Signer;
import io.pumpbridge.model.trust.SignerRole;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code GET profiles} answers. */
final class ActiveProfilesTest {
  private static final Path SHIPPED = Path.of("../../device-profiles");
  private static final String OWN =
      EventRecord.hashOf(Bytes.of(NewModelExampleTest.json(), StandardCharsets.UTF_8));

  private final MemoryHost host;

  ActiveProfilesTest(@TempDir Path directory) {
    host = new MemoryHost(directory);
  }

  private static Answer answer(DriversComponent component, Command.Verb verb) {
    assertThat(component.resource()).isEqualTo("profiles");
    return component.handle(new Command("c-1", verb, "profiles", Bytes.EMPTY));
  }

  private static List<String> told(DriversComponent component) throws Exception {
    List<String> told = new ArrayList<>();
    for (Fields one : answer(component, Command.Verb.GET).body().list("profiles")) {
      told.add(
          String.join(
              " ", one.text("name"), one.text("protocol"), one.text("origin"), one.text("sha256")));
    }
    return told;
  }

  private static String shipped(String name) throws Exception {
    return EventRecord.hashOf(Bytes.of(Files.readAllBytes(SHIPPED.resolve(name + ".json"))));
  }

  @Test
  void theProfilesOfTheFamiliesThatAreSpokenAreToldWithTheHashOfTheirFiles() throws Exception {
    assertThat(told(new DriversComponent(host.context(), config(1_000, "dianet", "alaris"))))
        .containsExactly(
            "alaris-asena alaris shipped " + shipped("alaris-asena"),
            "bbraun-dianet dianet shipped " + shipped("bbraun-dianet"));
  }

  @Test
  void aSitesOwnProfileIsToldOnceItHasBeenVerified() throws Exception {
    host.profile(".p7m");
    DriversComponent component =
        new DriversComponent(host.context(), site(false, "alaris", "example-vp1"));
    assertThat(told(component)).hasSize(1);
    Signer signer = new Signer(SignerRole.UPDATE_PUBLISHER, "CN=Publisher");
    component.addVerifier((signed, roles) -> new SignedContent(signed, List.of(signer)));
    assertThat(told(component)).hasSize(2).last().isEqualTo("example-vp1 example-vp1 site " + OWN);
  }

  @Test
  void aProfileThatNobodyHasSignedIsCalledSo() throws Exception {
    host.profile("");
    assertThat(told(new DriversComponent(host.context(), site(true, "example-vp1"))))
        .containsExactly("example-vp1 example-vp1 site-unsigned " + OWN);
  }

  @Test
  void nothingCanBeDoneToThem() {
    DriversComponent component = new DriversComponent(host.context(), config(1_000, "alaris"));
    for (Command.Verb verb : List.of(Command.Verb.PUT, Command.Verb.POST)) {
      assertThat(answer(component, verb).status()).isEqualTo(Answer.Status.BAD_REQUEST);
    }
  }
}
