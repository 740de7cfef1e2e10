// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.profile.Finding;
import io.pumpbridge.drivers.site.RefusedProfile;
import io.pumpbridge.drivers.site.SiteProfile;
import io.pumpbridge.drivers.site.SiteProfiles;
import io.pumpbridge.drivers.site.SiteProfiles.Reading;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.model.health.HealthCheck.Level;
import io.pumpbridge.model.trust.SignatureVerifier;
import io.pumpbridge.model.trust.Signer;
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
 * @param gaps what the site has set and what has no effect
 * @param unsigned whether the site's profiles count without a signature
 */
record SpokenHere(
    Map<String, Wish> wishes,
    List<SiteProfile> accepted,
    List<RefusedProfile> refused,
    List<Gap> gaps,
    boolean unsigned) {

  static final SpokenHere NOTHING =
      new SpokenHere(Map.of(), List.of(), List.of(), List.of(), false);

  private static final String WITHOUT_SIGNATURE =
      "Site profiles count without a signature: for trying them out, never at a bedside.";

  SpokenHere {
    wishes = Map.copyOf(wishes);
    accepted = List.copyOf(accepted);
    refused = List.copyOf(refused);
    gaps = List.copyOf(gaps);
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
    List<SiteProfile> accepted = new ArrayList<>();
    List<RefusedProfile> refused = new ArrayList<>(reading.refused());
    for (SiteProfile read : reading.profiles()) {
      Optional<RefusedProfile> why = refusal(read, accepted, families, settings);
      if (why.isPresent()) {
        refused.add(why.get());
      } else {
        accepted.add(read);
        families = families.with(read.profile());
      }
    }
    Map<String, Wish> wishes = wishes(settings, families);
    if (settings.siteProfiles().isEmpty()) {
      Gap.requireNone(settings, families);
      return new SpokenHere(wishes, List.of(), List.of(), List.of(), false);
    }
    Map<String, Wish> lineless = new TreeMap<>(wishes);
    lineless.values().removeIf(Wish::knowsLine);
    wishes.keySet().removeAll(lineless.keySet());
    List<Gap> gaps = Gap.of(settings, families, lineless);
    return new SpokenHere(wishes, accepted, refused, gaps, settings.unsignedProfiles());
  }

  private static Optional<RefusedProfile> refusal(
      SiteProfile read, List<SiteProfile> accepted, DriverFamilies families, Settings settings) {
    DeviceProfile profile = read.profile();
    Optional<SiteProfile> namesake =
        accepted.stream()
            .filter(one -> one.profile().identity().name().equals(profile.identity().name()))
            .findFirst();
    if (namesake.isPresent()) {
      return Optional.of(clash(read, "$.name: " + namesake.get().file() + " counts already"));
    }
    Optional<Finding> clash = families.clash(profile);
    if (clash.isPresent()) {
      return Optional.of(clash(read, clash.get().place() + ": " + clash.get().problem()));
    }
    String protocol = profile.identity().protocol();
    if (!profile.lineTable().proven() && !settings.lines().containsKey(protocol)) {
      return Optional.of(
          new RefusedProfile(
              read.file(),
              "line-unproven",
              read.file()
                  + " says that its line is not proven: set it here, as in lines: "
                  + protocol
                  + "=9600 8N1."));
    }
    return Optional.empty();
  }

  private static RefusedProfile clash(SiteProfile read, String why) {
    return new RefusedProfile(
        read.file(), "profile-clash", read.file() + " is kept out. " + why + ".");
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
                        Optional.ofNullable(settings.lines().get(protocol)),
                        settings.programming().contains(protocol))));
    return wishes;
  }

  /** By which profiles, in which versions. */
  List<ActiveProfile> profiles() {
    return ActiveProfile.of(wishes, accepted);
  }

  private boolean waits() {
    return refused.stream().anyMatch(RefusedProfile::waits);
  }

  /** What people should be told, without what they were; what may still be mended waits as well. */
  SpokenHere newSince(SpokenHere before) {
    boolean oldGaps = !before.waits();
    return new SpokenHere(
        wishes,
        accepted.stream().filter(one -> !before.accepted.contains(one)).toList(),
        refused.stream().filter(one -> !before.refused.contains(one)).toList(),
        gaps.stream().filter(gap -> !waits() && !(oldGaps && before.gaps.contains(gap))).toList(),
        unsigned && !before.unsigned);
  }

  Health health() {
    String also = unsigned ? " " + WITHOUT_SIGNATURE : "";
    if (!refused.isEmpty()) {
      RefusedProfile first = refused.get(0);
      String more =
          refused.size() == 1 ? "" : " And " + (refused.size() - 1) + " more; the log has them.";
      return new Health(Level.WARNING, "site-profile-refused", first.sentence() + more + also);
    }
    if (!gaps.isEmpty()) {
      return new Health(Level.WARNING, gaps.get(0).code(), gaps.get(0).sentence() + also);
    }
    return unsigned
        ? new Health(Level.WARNING, "unsigned-profiles", WITHOUT_SIGNATURE)
        : Health.WELL;
  }

  /** What the audit lane hears; a profile that only waits for a verifier is not refused yet. */
  List<Event> events() {
    List<Event> events = new ArrayList<>();
    for (SiteProfile one : accepted) {
      events.add(
          Event.of(
              EventName.DEVICE_PROFILE_ACCEPTED,
              Fields.builder()
                  .put("file", one.file())
                  .put("profile", one.profile().identity().name())
                  .put("protocol", one.profile().identity().protocol())
                  .put("sha256", one.sha256())
                  .put("signers", one.signers().stream().map(SpokenHere::fields).toList())
                  .build()));
    }
    for (RefusedProfile file : refused) {
      if (!file.waits()) {
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

  private static Fields fields(Signer signer) {
    return Fields.builder()
        .put("role", signer.role().wireName())
        .put("subject", signer.subject())
        .build();
  }
}
