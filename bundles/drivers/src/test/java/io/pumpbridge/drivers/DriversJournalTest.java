// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import static io.pumpbridge.drivers.MemoryHost.site;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.described.NewModelExampleTest;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignatureVerifier;
import io.pumpbridge.model.trust.SignedContent;
import io.pumpbridge.model.trust.Signer;
import io.pumpbridge.model.trust.SignerRole;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of the site's profiles is told, and that it is told once. */
final class DriversJournalTest {

  private final MemoryHost host;

  DriversJournalTest(@TempDir Path directory) {
    host = new MemoryHost(directory);
  }

  @Test
  void theJournalHearsWhichContentCountsAndWhoSignedIt() throws Exception {
    host.profile(".p7m");
    DriversComponent component = new DriversComponent(host.context(), site(false, "example-vp1"));
    component.addJournal(host.journal());
    component.addVerifier(
        (signed, roles) ->
            new SignedContent(
                signed, List.of(new Signer(SignerRole.UPDATE_PUBLISHER, "CN=Pat Publisher"))));
    assertThat(host.recorded)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.details().text("file")).isEqualTo("example-vp1.json.p7m");
              assertThat(event.details().text("profile")).isEqualTo("example-vp1");
              assertThat(event.details().text("sha256"))
                  .isEqualTo(
                      EventRecord.hashOf(
                          Bytes.of(NewModelExampleTest.json(), StandardCharsets.UTF_8)));
              assertThat(event.details().list("signers"))
                  .singleElement()
                  .satisfies(
                      signer -> assertThat(signer.text("subject")).isEqualTo("CN=Pat Publisher"));
            });
  }

  /** The directory is read again whenever a setting changes or the verifier comes back. */
  @Test
  void whatHasNotChangedIsRecordedOnce() throws Exception {
    host.profile(".p7m");
    Files.writeString(host.profiles().resolve("other.json"), "{}");
    DriversComponent component = new DriversComponent(host.context(), site(false, "example-vp1"));
    SignatureVerifier verifier = (signed, roles) -> new SignedContent(signed, List.of());
    component.addJournal(host.journal());
    component.addVerifier(verifier);
    assertThat(host.recorded)
        .extracting(Event::name)
        .containsExactly(EventName.DEVICE_PROFILE_REFUSED, EventName.DEVICE_PROFILE_ACCEPTED);
    component.removeVerifier(verifier);
    component.addVerifier(verifier);
    component.modified(site(false, "alaris", "example-vp1"));
    assertThat(host.recorded).hasSize(2);
    Files.writeString(
        host.profiles().resolve("example-vp1.json.p7m"),
        NewModelExampleTest.json().replace("\"reply_wait_ms\": 400", "\"reply_wait_ms\": 450"));
    component.modified(site(false, "example-vp1"));
    assertThat(host.recorded)
        .extracting(Event::name)
        .hasSize(3)
        .endsWith(EventName.DEVICE_PROFILE_ACCEPTED);
  }

  /** At the start everything waits for the verifier; a gap that stays must be told all the same. */
  @Test
  void aGapIsToldOnceNothingWaitsAnyMore() throws Exception {
    host.profile(".p7m");
    Settings settings =
        new Settings(
            List.of("alaris", "nobody"),
            1_000,
            Map.of(),
            Optional.of(host.profiles()),
            false,
            Set.of());
    SpokenHere waiting = SpokenHere.by(settings, Optional.empty());
    SpokenHere ready =
        SpokenHere.by(
            settings, Optional.of((signed, roles) -> new SignedContent(signed, List.of())));
    assertThat(waiting.newSince(SpokenHere.NOTHING).gaps()).isEmpty();
    assertThat(ready.newSince(waiting).gaps()).hasSize(1);
    assertThat(ready.newSince(ready).gaps()).isEmpty();
  }
}
