// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import static io.pumpbridge.drivers.MemoryHost.config;
import static io.pumpbridge.drivers.MemoryHost.site;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.described.NewModelExampleTest;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.health.HealthCheck.Level;
import io.pumpbridge.model.trust.SignatureVerifier;
import io.pumpbridge.model.trust.SignedContent;
import io.pumpbridge.model.trust.SignerRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which profiles of the site are spoken, and which place they may take. */
final class DriversSiteProfilesTest {

  private final MemoryHost host;

  DriversSiteProfilesTest(@TempDir Path directory) {
    host = new MemoryHost(directory);
  }

  @Test
  void aSignedProfileWaitsForWhoeverVerifiesAndIsSpokenThen() throws Exception {
    host.profile(".p7m");
    DriversComponent component =
        new DriversComponent(host.context(), site(false, "alaris", "example-vp1"));
    PumpDriver alaris = host.registered.get(0);
    assertThat(host.registered).extracting(PumpDriver::protocol).containsExactly("alaris");
    assertThat(component.check().code()).isEqualTo("site-profile-refused");

    component.addJournal(host.journal());
    assertThat(host.recorded).isEmpty();
    SignatureVerifier verifier =
        (signed, roles) -> {
          assertThat(roles).containsExactly(SignerRole.UPDATE_PUBLISHER);
          return new SignedContent(signed, List.of());
        };
    component.addVerifier(verifier);
    assertThat(host.registered)
        .extracting(PumpDriver::protocol)
        .containsExactly("alaris", "example-vp1");
    assertThat(host.registered).contains(alaris);
    assertThat(component.check()).isEqualTo(HealthCheck.Health.WELL);
    assertThat(host.recorded)
        .extracting(Event::name)
        .containsExactly(EventName.DEVICE_PROFILE_ACCEPTED);

    component.removeVerifier(verifier);
    assertThat(host.registered).as("what has been verified stays").hasSize(2);
  }

  @Test
  void anUnsignedProfileIsRefusedAndRecordedAndNothingElseFails() throws Exception {
    host.profile("");
    DriversComponent component =
        new DriversComponent(host.context(), site(false, "alaris", "example-vp1"));
    component.addJournal(host.journal());
    assertThat(host.registered).extracting(PumpDriver::protocol).containsExactly("alaris");
    assertThat(component.check().level()).isEqualTo(Level.WARNING);
    assertThat(component.check().sentence()).contains("example-vp1.json is not signed");
    assertThat(host.recorded)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.name()).isEqualTo(EventName.DEVICE_PROFILE_REFUSED);
              assertThat(event.details().text("code")).isEqualTo("unsigned");
            });
  }

  @Test
  void anUnsignedProfileCountsOnlyWhereTheSiteSaysSoAndHealthTellsIt() throws Exception {
    host.profile("");
    DriversComponent component = new DriversComponent(host.context(), site(true, "example-vp1"));
    assertThat(host.registered).extracting(PumpDriver::protocol).containsExactly("example-vp1");
    assertThat(component.check().code()).isEqualTo("unsigned-profiles");
    assertThat(component.check().level()).isEqualTo(Level.WARNING);
  }

  @Test
  void aFamilyWithoutItsProfileIsSaid() throws Exception {
    host.profiles();
    DriversComponent component =
        new DriversComponent(host.context(), site(false, "alaris", "example-vp1"));
    assertThat(host.registered).hasSize(1);
    assertThat(component.check().code()).isEqualTo("family-missing");
    assertThat(component.check().sentence()).contains("'example-vp1'");
  }

  @Test
  void aProfileThatClashesWithAnotherIsKeptOut() throws Exception {
    Path profiles = host.profiles();
    String json = NewModelExampleTest.json();
    Files.writeString(
        profiles.resolve("order.json"),
        json.replace("\"name\": \"example-vp1\"", "\"name\": \"order\"")
            .replace("\"protocol\": \"example-vp1\"", "\"protocol\": \"order\"")
            .replace("\"probe_order\": 500", "\"probe_order\": 40"));
    Files.writeString(
        profiles.resolve("protocol.json"),
        json.replace("\"name\": \"example-vp1\"", "\"name\": \"protocol\"")
            .replace("\"protocol\": \"example-vp1\"", "\"protocol\": \"alaris\""));
    Files.writeString(
        profiles.resolve("zyno-miva.json"),
        json.replace("\"name\": \"example-vp1\"", "\"name\": \"zyno-miva\""));
    Files.writeString(
        profiles.resolve("line.json"),
        json.replace("\"name\": \"example-vp1\"", "\"name\": \"line\"")
            .replace(
                "\"flow_control\": \"none\"", "\"flow_control\": \"none\", \"proven\": false"));
    DriversComponent component = new DriversComponent(host.context(), site(true, "all"));
    component.addJournal(host.journal());
    assertThat(host.registered)
        .extracting(PumpDriver::protocol)
        .doesNotContain("order", "example-vp1");
    assertThat(host.recorded)
        .extracting(event -> event.details().text("reason"))
        .containsExactlyInAnyOrder(
            "order.json is kept out. $.dialogue.probe_order: 40 is that of the family graseby;"
                + " give it another.",
            "protocol.json is kept out. $.protocol: 'alaris' is another family's; give it"
                + " another.",
            "zyno-miva.json is kept out. $.name: 'zyno-miva' is another family's; give it"
                + " another.",
            "line.json says that its line is not proven: set it here, as in lines:"
                + " example-vp1=9600 8N1.");
  }

  @Test
  void aSitesProfileWithTheNameAndProtocolOfAShippedOneTakesItsPlace() throws Exception {
    Path profiles = host.profiles();
    String shipped = Files.readString(Path.of("../../device-profiles/zyno-miva.json"));
    Files.writeString(
        profiles.resolve("zyno-miva.json"),
        shipped.replace("\"reply_wait_ms\": 500", "\"reply_wait_ms\": 900"));
    DriversComponent component = new DriversComponent(host.context(), site(true, "miva"));
    assertThat(component.check().code()).isEqualTo("unsigned-profiles");
    assertThat(host.registered).singleElement().extracting(PumpDriver::probeMs).isEqualTo(1_000L);
  }

  /** Otherwise whoever may write there without a key could take the place of what was signed. */
  @Test
  void anUnsignedProfileNeverTakesThePlaceOfASignedOne() throws Exception {
    host.profile(".p7m");
    Files.writeString(
        host.profile("").resolveSibling("example-vp1.json"),
        NewModelExampleTest.json().replace("\"reply_wait_ms\": 400", "\"reply_wait_ms\": 900"));
    DriversComponent component = new DriversComponent(host.context(), site(true, "example-vp1"));
    component.addVerifier((signed, roles) -> new SignedContent(signed, List.of()));
    assertThat(host.registered).singleElement().extracting(PumpDriver::probeMs).isEqualTo(600L);
    assertThat(component.check().sentence())
        .contains("example-vp1.json is kept out", "$.name", "without a signature");
  }

  /** The verifier comes only after the component has begun. */
  @Test
  void aSignedProfileMayProveTheLineThatTheShippedOneDoesNot() throws Exception {
    Path profiles = host.profiles();
    Files.writeString(
        profiles.resolve("graseby-3000.json.p7m"),
        Files.readString(Path.of("../../device-profiles/graseby-3000.json"))
            .replace("\"proven\": false", "\"proven\": true"));
    DriversComponent component =
        new DriversComponent(host.context(), site(false, "alaris", "graseby"));
    assertThat(host.registered).extracting(PumpDriver::protocol).containsExactly("alaris");
    component.addVerifier((signed, roles) -> new SignedContent(signed, List.of()));
    assertThat(host.registered)
        .extracting(PumpDriver::protocol)
        .containsExactly("alaris", "graseby");
    assertThat(component.check()).isEqualTo(HealthCheck.Health.WELL);
  }

  @Test
  void aLineForAFamilyThatIsNotThereIsSaidWhereProfilesOfTheSiteMayBring() throws Exception {
    host.profiles();
    DriversComponent component =
        new DriversComponent(
            host.context(),
            config(
                Map.of(
                    "poll_interval_ms",
                    1_000,
                    "families",
                    new String[] {"alaris"},
                    "site_profiles",
                    "profiles",
                    "lines",
                    new String[] {"grasby=9600 8N1"})));
    assertThat(host.registered).hasSize(1);
    assertThat(component.check().level()).isEqualTo(Level.WARNING);
    assertThat(component.check().code()).isEqualTo("family-missing");
    assertThat(component.check().sentence()).contains("'grasby'");
  }
}
