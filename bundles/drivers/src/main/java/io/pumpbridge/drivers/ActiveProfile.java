// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import io.pumpbridge.drivers.profile.DeviceProfileReader;
import io.pumpbridge.drivers.site.SiteProfile;
import io.pumpbridge.model.document.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A device profile by which pumps are spoken to here.
 *
 * @param sha256 of the profile's JSON, in hex: which of its versions it is
 */
record ActiveProfile(String name, String protocol, Origin origin, String sha256) {

  /** Who answers for it. */
  enum Origin {
    /** It came in the bundle. */
    SHIPPED("shipped"),
    /** The site's own, signed. */
    SITE("site"),
    /** The site's own, for trying it out: nobody has signed it. */
    SITE_UNSIGNED("site-unsigned");

    private final String wireName;

    Origin(String wireName) {
      this.wireName = wireName;
    }
  }

  /**
   * Those of the families that are spoken, by protocol.
   *
   * @param accepted the site's, of which each protocol has one at most
   */
  static List<ActiveProfile> of(Map<String, Wish> wishes, List<SiteProfile> accepted) {
    return new TreeMap<>(wishes)
        .entrySet().stream()
            .map(
                wish ->
                    of(
                        wish.getKey(),
                        wish.getValue().family().profile().identity().name(),
                        accepted))
            .toList();
  }

  private static ActiveProfile of(String protocol, String name, List<SiteProfile> accepted) {
    Optional<SiteProfile> own =
        accepted.stream()
            .filter(one -> one.profile().identity().protocol().equals(protocol))
            .findFirst();
    return own.map(
            site ->
                new ActiveProfile(
                    name,
                    protocol,
                    site.signers().isEmpty() ? Origin.SITE_UNSIGNED : Origin.SITE,
                    site.sha256()))
        .orElseGet(
            () ->
                new ActiveProfile(
                    name, protocol, Origin.SHIPPED, DeviceProfileReader.hashOfShipped(name)));
  }

  Fields toFields() {
    return Fields.builder()
        .put("name", name)
        .put("protocol", protocol)
        .put("origin", origin.wireName)
        .put("sha256", sha256)
        .build();
  }
}
