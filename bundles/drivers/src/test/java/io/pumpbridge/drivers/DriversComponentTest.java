// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.drivers.described.NewModelExampleTest;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.health.HealthCheck.Level;
import io.pumpbridge.model.journal.EventJournal;
import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignatureVerifier;
import io.pumpbridge.model.trust.SignedContent;
import io.pumpbridge.model.trust.Signer;
import io.pumpbridge.model.trust.SignerRole;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

final class DriversComponentTest {

  @TempDir private Path directory;

  /** What stands in the registry. */
  private final List<PumpDriver> registered = new ArrayList<>();

  private final BundleContext context =
      (BundleContext)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {BundleContext.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("getProperty")) {
                  return directory.toString();
                }
                assertThat(method.getName()).isEqualTo("registerService");
                PumpDriver driver = (PumpDriver) arguments[1];
                registered.add(driver);
                return registration(driver);
              });

  /** What the journal was given. */
  private final List<Event> recorded = new ArrayList<>();

  private final EventJournal journal =
      (EventJournal)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {EventJournal.class},
              (proxy, method, arguments) -> {
                assertThat(method.getName()).isEqualTo("append");
                recorded.add((Event) arguments[0]);
                return new CompletableFuture<>();
              });

  private ServiceRegistration<?> registration(PumpDriver driver) {
    return (ServiceRegistration<?>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ServiceRegistration.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("unregister");
              registered.remove(driver);
              return null;
            });
  }

  private static DriversComponent.Config config(int pollIntervalMs, String... families) {
    return config(Map.of("poll_interval_ms", pollIntervalMs, "families", families));
  }

  /** What is not given is as a host leaves it that knows no defaults. */
  private static DriversComponent.Config config(Map<String, Object> values) {
    return (DriversComponent.Config)
        Proxy.newProxyInstance(
            DriversComponentTest.class.getClassLoader(),
            new Class<?>[] {DriversComponent.Config.class},
            (proxy, method, arguments) ->
                values.getOrDefault(
                    method.getName(), method.getReturnType() == boolean.class ? false : null));
  }

  @Test
  void eachEnabledFamilyHasItsDriver() {
    DriversComponent component = new DriversComponent(context, config(1_000, "alaris"));
    assertThat(registered).extracting(PumpDriver::protocol).containsExactly("alaris");
    assertThat(component.part()).isEqualTo("drivers");
    assertThat(component.check()).isEqualTo(HealthCheck.Health.WELL);
    component.deactivate();
    assertThat(registered).isEmpty();
  }

  @Test
  void allMeansEveryFamilyButThoseForTheBenchAndThoseWhoseLineIsNotProven() {
    new DriversComponent(context, config(1_000, "all"));
    assertThat(registered)
        .extracting(PumpDriver::protocol)
        .containsExactly("alaris", "as50", "bcc", "dianet", "fresenius", "miva");
    assertThat(DriverFamilies.shipped().known())
        .containsExactly(
            "alaris", "as50", "bcc", "dianet", "fresenius", "graseby", "miva", "ne1000");
  }

  @Test
  void aPumpForTheBenchIsSpokenToIfItIsNamed() {
    new DriversComponent(context, config(1_000, "ne1000"));
    assertThat(registered).extracting(PumpDriver::protocol).containsExactly("ne1000");
  }

  @Test
  void aFamilyWhoseLineNoSourceProvesIsRefusedWithAClearSentence() {
    assertThatThrownBy(() -> new DriversComponent(context, config(1_000, "graseby")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "graseby-3000: no public source says how its line is set; the site must set it,"
                + " as in 'graseby=9600 8N1'");
  }

  @Test
  void noTwoFamiliesShareTheirPlaceInTheOrderOfTrying() {
    assertThat(EveryDriver.made()).hasSameSizeAs(DriverFamilies.shipped().known());
    assertThat(EveryDriver.made()).extracting(PumpDriver::probeOrder).doesNotHaveDuplicates();
  }

  /** Ports are searched within 15 s, see the gateway's test; a round may take half of that. */
  @Test
  void aRoundOfAllFamiliesIsShort() {
    List<PumpDriver> drivers = EveryDriver.made();
    assertThat(drivers.stream().mapToLong(PumpDriver::probeMs).sum()).isLessThan(7_000);
    assertThat(drivers).allSatisfy(driver -> assertThat(driver.probeMs()).isBetween(500L, 2_200L));
  }

  @Test
  void aFamilyNamedTwiceIsOneDriver() {
    new DriversComponent(context, config(1_000, "alaris", " alaris ", ""));
    assertThat(registered).hasSize(1);
  }

  @Test
  void wrongSettingsFailWithAClearSentence() {
    assertThatThrownBy(() -> new DriversComponent(context, config(1_000, "alaris", "none-such")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "families: there is no pump family 'none-such'; known are: "
                + String.join(", ", DriverFamilies.shipped().known()));
    assertThatThrownBy(() -> new DriversComponent(context, config(1_000)))
        .hasMessage("families: at least one pump family must be enabled");
    assertThatThrownBy(() -> new DriversComponent(context, config(249, "alaris")))
        .hasMessage("poll_interval_ms must be 250 to 10000, is 249");
    assertThatThrownBy(() -> new DriversComponent(context, config(10_001, "alaris")))
        .hasMessage("poll_interval_ms must be 250 to 10000, is 10001");
    assertThat(registered).isEmpty();
  }

  @Test
  void goodNewSettingsReplaceTheDriversBadOnesChangeNothing() {
    DriversComponent component = new DriversComponent(context, config(1_000, "alaris"));
    PumpDriver first = registered.get(0);

    component.modified(config(1, "alaris"));
    assertThat(registered).containsExactly(first);
    assertThat(component.check().level()).isEqualTo(Level.WARNING);
    assertThat(component.check().sentence())
        .contains("poll_interval_ms must be 250 to 10000, is 1");

    component.modified(config(500, "alaris"));
    assertThat(registered).hasSize(1).doesNotContain(first);
    assertThat(component.check()).isEqualTo(HealthCheck.Health.WELL);
  }

  @Test
  void aLineThatTheSiteHasSetMakesItsFamilySpoken() {
    new DriversComponent(
        context,
        config(
            Map.of(
                "poll_interval_ms",
                1_000,
                "families",
                new String[] {"all"},
                "lines",
                new String[] {"graseby = 4800 7E1", ""})));
    assertThat(registered)
        .filteredOn(driver -> driver.protocol().equals("graseby"))
        .singleElement()
        .satisfies(
            driver ->
                assertThat(driver.lineSettings())
                    .isEqualTo(new LineSettings(4_800, 7, LineSettings.Parity.EVEN, 1)));
  }

  @Test
  void aLineThatIsNotWrittenAsItShouldBeIsRefused() {
    for (String[] line :
        new String[][] {
          {"graseby", "lines: 'graseby' is not written like graseby=9600 8N1"},
          {"graseby=9600 9N1", "lines: 'graseby=9600 9N1' is not written like graseby=9600 8N1"},
          {"graseby=299 8N1", "lines: baud must be 300 to 921600, is 299"},
          {"nobody=9600 8N1", "lines: there is no pump family 'nobody'; known are: "}
        }) {
      assertThatThrownBy(
              () ->
                  new DriversComponent(
                      context,
                      config(
                          Map.of(
                              "poll_interval_ms",
                              1_000,
                              "families",
                              new String[] {"alaris"},
                              "lines",
                              new String[] {line[0]}))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(line[1]);
    }
  }

  @Test
  void aChangeElsewhereEndsNoSession() {
    DriversComponent component = new DriversComponent(context, config(1_000, "alaris"));
    PumpDriver alaris = registered.get(0);
    component.modified(config(1_000, "alaris", "bcc"));
    assertThat(registered).hasSize(2).contains(alaris);
    component.modified(config(1_000, "alaris"));
    assertThat(registered).containsExactly(alaris);
  }

  private DriversComponent.Config site(boolean unsigned, String... families) {
    return config(
        Map.of(
            "poll_interval_ms",
            1_000,
            "families",
            families,
            "site_profiles",
            "profiles",
            "unsigned_profiles",
            unsigned));
  }

  private Path profile(String suffix) throws IOException {
    Path profiles = Files.createDirectories(directory.resolve("profiles"));
    return Files.writeString(
        profiles.resolve("example-vp1.json" + suffix), NewModelExampleTest.json());
  }

  @Test
  void aSignedProfileWaitsForWhoeverVerifiesAndIsSpokenThen() throws Exception {
    profile(".p7m");
    DriversComponent component =
        new DriversComponent(context, site(false, "alaris", "example-vp1"));
    PumpDriver alaris = registered.get(0);
    assertThat(registered).extracting(PumpDriver::protocol).containsExactly("alaris");
    assertThat(component.check().code()).isEqualTo("site-profile-refused");

    component.addJournal(journal);
    assertThat(recorded).isEmpty();
    SignatureVerifier verifier =
        (signed, roles) -> {
          assertThat(roles).containsExactly(SignerRole.UPDATE_PUBLISHER);
          return new SignedContent(signed, List.of());
        };
    component.addVerifier(verifier);
    assertThat(registered)
        .extracting(PumpDriver::protocol)
        .containsExactly("alaris", "example-vp1");
    assertThat(registered).contains(alaris);
    assertThat(component.check()).isEqualTo(HealthCheck.Health.WELL);
    assertThat(recorded).extracting(Event::name).containsExactly(EventName.DEVICE_PROFILE_ACCEPTED);

    component.removeVerifier(verifier);
    assertThat(registered).as("what has been verified stays").hasSize(2);
  }

  @Test
  void anUnsignedProfileIsRefusedAndRecordedAndNothingElseFails() throws Exception {
    profile("");
    DriversComponent component =
        new DriversComponent(context, site(false, "alaris", "example-vp1"));
    component.addJournal(journal);
    assertThat(registered).extracting(PumpDriver::protocol).containsExactly("alaris");
    assertThat(component.check().level()).isEqualTo(Level.WARNING);
    assertThat(component.check().sentence()).contains("example-vp1.json is not signed");
    assertThat(recorded)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.name()).isEqualTo(EventName.DEVICE_PROFILE_REFUSED);
              assertThat(event.details().text("code")).isEqualTo("unsigned");
            });
  }

  @Test
  void anUnsignedProfileCountsOnlyWhereTheSiteSaysSoAndHealthTellsIt() throws Exception {
    profile("");
    DriversComponent component = new DriversComponent(context, site(true, "example-vp1"));
    assertThat(registered).extracting(PumpDriver::protocol).containsExactly("example-vp1");
    assertThat(component.check().code()).isEqualTo("unsigned-profiles");
    assertThat(component.check().level()).isEqualTo(Level.WARNING);
  }

  @Test
  void aFamilyWithoutItsProfileIsSaid() throws Exception {
    Files.createDirectories(directory.resolve("profiles"));
    DriversComponent component =
        new DriversComponent(context, site(false, "alaris", "example-vp1"));
    assertThat(registered).hasSize(1);
    assertThat(component.check().code()).isEqualTo("family-missing");
    assertThat(component.check().sentence()).contains("'example-vp1'");
  }

  @Test
  void aProfileThatClashesWithAnotherIsKeptOut() throws Exception {
    Path profiles = Files.createDirectories(directory.resolve("profiles"));
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
    DriversComponent component = new DriversComponent(context, site(true, "all"));
    component.addJournal(journal);
    assertThat(registered).extracting(PumpDriver::protocol).doesNotContain("order", "example-vp1");
    assertThat(recorded)
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
    Path profiles = Files.createDirectories(directory.resolve("profiles"));
    String shipped = Files.readString(Path.of("../../device-profiles/zyno-miva.json"));
    Files.writeString(
        profiles.resolve("zyno-miva.json"),
        shipped.replace("\"reply_wait_ms\": 500", "\"reply_wait_ms\": 900"));
    DriversComponent component = new DriversComponent(context, site(true, "miva"));
    assertThat(component.check().code()).isEqualTo("unsigned-profiles");
    assertThat(registered).singleElement().extracting(PumpDriver::probeMs).isEqualTo(1_000L);
  }

  /** Otherwise whoever may write there without a key could take the place of what was signed. */
  @Test
  void anUnsignedProfileNeverTakesThePlaceOfASignedOne() throws Exception {
    profile(".p7m");
    Files.writeString(
        profile("").resolveSibling("example-vp1.json"),
        NewModelExampleTest.json().replace("\"reply_wait_ms\": 400", "\"reply_wait_ms\": 900"));
    DriversComponent component = new DriversComponent(context, site(true, "example-vp1"));
    component.addVerifier((signed, roles) -> new SignedContent(signed, List.of()));
    assertThat(registered).singleElement().extracting(PumpDriver::probeMs).isEqualTo(600L);
    assertThat(component.check().sentence())
        .contains("example-vp1.json is kept out", "$.name", "without a signature");
  }

  /** The verifier comes only after the component has begun. */
  @Test
  void aSignedProfileMayProveTheLineThatTheShippedOneDoesNot() throws Exception {
    Path profiles = Files.createDirectories(directory.resolve("profiles"));
    Files.writeString(
        profiles.resolve("graseby-3000.json.p7m"),
        Files.readString(Path.of("../../device-profiles/graseby-3000.json"))
            .replace("\"proven\": false", "\"proven\": true"));
    DriversComponent component = new DriversComponent(context, site(false, "alaris", "graseby"));
    assertThat(registered).extracting(PumpDriver::protocol).containsExactly("alaris");
    component.addVerifier((signed, roles) -> new SignedContent(signed, List.of()));
    assertThat(registered).extracting(PumpDriver::protocol).containsExactly("alaris", "graseby");
    assertThat(component.check()).isEqualTo(HealthCheck.Health.WELL);
  }

  @Test
  void aLineForAFamilyThatIsNotThereIsSaidWhereProfilesOfTheSiteMayBring() throws Exception {
    Files.createDirectories(directory.resolve("profiles"));
    DriversComponent component =
        new DriversComponent(
            context,
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
    assertThat(registered).hasSize(1);
    assertThat(component.check().level()).isEqualTo(Level.WARNING);
    assertThat(component.check().code()).isEqualTo("family-missing");
    assertThat(component.check().sentence()).contains("'grasby'");
  }

  @Test
  void theJournalHearsWhichContentCountsAndWhoSignedIt() throws Exception {
    profile(".p7m");
    DriversComponent component = new DriversComponent(context, site(false, "example-vp1"));
    component.addJournal(journal);
    component.addVerifier(
        (signed, roles) ->
            new SignedContent(
                signed, List.of(new Signer(SignerRole.UPDATE_PUBLISHER, "CN=Pat Publisher"))));
    assertThat(recorded)
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
    profile(".p7m");
    Files.writeString(directory.resolve("profiles").resolve("other.json"), "{}");
    DriversComponent component = new DriversComponent(context, site(false, "example-vp1"));
    SignatureVerifier verifier = (signed, roles) -> new SignedContent(signed, List.of());
    component.addJournal(journal);
    component.addVerifier(verifier);
    assertThat(recorded)
        .extracting(Event::name)
        .containsExactly(EventName.DEVICE_PROFILE_REFUSED, EventName.DEVICE_PROFILE_ACCEPTED);
    component.removeVerifier(verifier);
    component.addVerifier(verifier);
    component.modified(site(false, "alaris", "example-vp1"));
    assertThat(recorded).hasSize(2);
    Files.writeString(
        directory.resolve("profiles").resolve("example-vp1.json.p7m"),
        NewModelExampleTest.json().replace("\"reply_wait_ms\": 400", "\"reply_wait_ms\": 450"));
    component.modified(site(false, "example-vp1"));
    assertThat(recorded)
        .extracting(Event::name)
        .hasSize(3)
        .endsWith(EventName.DEVICE_PROFILE_ACCEPTED);
  }

  /** At the start everything waits for the verifier; a gap that stays must be told all the same. */
  @Test
  void aGapIsToldOnceNothingWaitsAnyMore() throws Exception {
    profile(".p7m");
    Settings settings =
        new Settings(
            List.of("alaris", "nobody"),
            1_000,
            Map.of(),
            Optional.of(directory.resolve("profiles")),
            false);
    SpokenHere waiting = SpokenHere.by(settings, Optional.empty());
    SpokenHere ready =
        SpokenHere.by(
            settings, Optional.of((signed, roles) -> new SignedContent(signed, List.of())));
    assertThat(waiting.newSince(SpokenHere.NOTHING).gaps()).isEmpty();
    assertThat(ready.newSince(waiting).gaps()).hasSize(1);
    assertThat(ready.newSince(ready).gaps()).isEmpty();
  }
}
