// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.profile.Finding;
import io.pumpbridge.drivers.site.RefusedProfile;
import io.pumpbridge.drivers.site.SiteProfiles;
import io.pumpbridge.drivers.site.SiteProfiles.Reading;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.model.health.HealthCheck.Level;
import io.pumpbridge.model.trust.SignatureVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which families are spoken here, and what is kept out. Decides; registers nothing.
 *
 * @param wishes by protocol
 * @param accepted the site's profiles that count
 * @param refused the site's files that do not
 * @param missing families that the site names and that are not there
 * @param unsigned whether the site's profiles count without a signature
 */
record SpokenHere(
    Map<String, Wish> wishes,
    List<DeviceProfile> accepted,
    List<RefusedProfile> refused,
    List<String> missing,
    boolean unsigned) {

  static final SpokenHere NOTHING =
      new SpokenHere(Map.of(), List.of(), List.of(), List.of(), false);

  SpokenHere {
    wishes = Map.copyOf(wishes);
    accepted = List.copyOf(accepted);
    refused = List.copyOf(refused);
    missing = List.copyOf(missing);
  }

  /**
   * A site's profile that is kept out fails nothing else; a mistake in the settings fails all of
   * them.
   *
   * @throws IllegalArgumentException with a clause that says which setting is wrong
   */
  static SpokenHere by(Settings settings, Optional<SignatureVerifier> verifier) {
    Reading reading =
        settings
            .siteProfiles()
            .map(new SiteProfiles(settings.unsignedProfiles(), verifier)::read)
            .orElse(Reading.NOTHING);
    DriverFamilies families = DriverFamilies.shipped();
    List<DeviceProfile> accepted = new ArrayList<>();
    List<RefusedProfile> refused = new ArrayList<>(reading.refused());
    for (DeviceProfile profile : reading.profiles()) {
      Optional<RefusedProfile> why = refusal(profile, families, settings);
      if (why.isPresent()) {
        refused.add(why.get());
      } else {
        accepted.add(profile);
        families = families.with(profile);
      }
    }
    List<String> missing = families.missing(settings);
    requireKnown(settings, families, missing);
    return new SpokenHere(
        wishes(settings, families),
        accepted,
        refused,
        missing,
        settings.siteProfiles().isPresent() && settings.unsignedProfiles());
  }

  private static Optional<RefusedProfile> refusal(
      DeviceProfile profile, DriverFamilies families, Settings settings) {
    String file = profile.identity().name() + ".json";
    Optional<Finding> clash = families.clash(profile);
    if (clash.isPresent()) {
      return Optional.of(
          new RefusedProfile(
              file,
              "profile-clash",
              file + " is kept out. " + clash.get().place() + ": " + clash.get().problem() + "."));
    }
    String protocol = profile.identity().protocol();
    if (!profile.lineTable().proven() && !settings.lines().containsKey(protocol)) {
      return Optional.of(
          new RefusedProfile(
              file,
              "line-unproven",
              file
                  + " says that its line is not proven: set it here, as in lines: "
                  + protocol
                  + "=9600 8N1."));
    }
    return Optional.empty();
  }

  /** With a directory of profiles, a name that is not there may be that of a refused one. */
  private static void requireKnown(
      Settings settings, DriverFamilies families, List<String> missing) {
    if (settings.siteProfiles().isPresent()) {
      return;
    }
    List<String> unknownLines =
        settings.lines().keySet().stream()
            .filter(protocol -> !families.families().containsKey(protocol))
            .sorted()
            .toList();
    if (!missing.isEmpty() || !unknownLines.isEmpty()) {
      throw new IllegalArgumentException(
          (missing.isEmpty() ? "lines" : "families")
              + ": there is no pump family '"
              + (missing.isEmpty() ? unknownLines : missing).get(0)
              + "'; known are: "
              + String.join(", ", families.known()));
    }
  }

  private static Map<String, Wish> wishes(Settings settings, DriverFamilies families) {
    Map<String, Wish> wishes = new TreeMap<>();
    families
        .enabled(settings)
        .forEach(
            (protocol, family) ->
                wishes.put(
                    protocol,
                    new Wish(
                        family,
                        settings.pollIntervalMs(),
                        Optional.ofNullable(settings.lines().get(protocol)))));
    return wishes;
  }

  Health health() {
    if (!refused.isEmpty()) {
      RefusedProfile first = refused.get(0);
      String more =
          refused.size() == 1 ? "" : " And " + (refused.size() - 1) + " more; the log has them.";
      return new Health(Level.WARNING, "site-profile-refused", first.sentence() + more);
    }
    if (!missing.isEmpty()) {
      return new Health(
          Level.WARNING,
          "family-missing",
          "No profile of the site is for the enabled pump family '"
              + missing.get(0)
              + "': put it into the directory of site profiles, or disable the family.");
    }
    return unsigned
        ? new Health(
            Level.WARNING,
            "unsigned-profiles",
            "Site profiles count without a signature: for trying them out, never at a bedside.")
        : Health.WELL;
  }

  /** What the audit lane hears; a profile that only waits for a verifier is not refused yet. */
  List<Event> events() {
    List<Event> events = new ArrayList<>();
    for (DeviceProfile profile : accepted) {
      events.add(
          Event.of(
              EventName.DEVICE_PROFILE_ACCEPTED,
              Fields.builder()
                  .put("profile", profile.identity().name())
                  .put("protocol", profile.identity().protocol())
                  .build()));
    }
    for (RefusedProfile file : refused) {
      if (!file.code().equals(SiteProfiles.NOBODY_VERIFIES)) {
        events.add(
            Event.of(
                EventName.DEVICE_PROFILE_REFUSED,
                Fields.builder()
                    .put("file", file.file())
                    .put("code", file.code())
                    .put("reason", file.sentence())
                    .build()));
      }
    }
    return events;
  }
}
