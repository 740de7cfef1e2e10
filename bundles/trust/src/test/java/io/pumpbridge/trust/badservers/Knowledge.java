// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.badservers;

import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.revocation.RevocationRules;
import io.pumpbridge.trust.status.ListFolder;
import io.pumpbridge.trust.status.StatusKnowledge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a gateway demands of revocation and what it has been brought.
 *
 * @param lists revocation lists, DER in base64
 */
record Knowledge(RevocationRules rules, List<String> lists) {
  static final Knowledge UNASKED = new Knowledge(RevocationRules.OFF, List.of());

  static final RevocationRules REQUIRE = RevocationRules.REQUIRED;
  static final RevocationRules IF_KNOWN = RevocationRules.IF_KNOWN;

  /** By information that is overdue by at most fourteen days. */
  static final RevocationRules STALE_OK = RevocationRules.staleOk(Optional.of(Duration.ofDays(14)));

  /** Of all who demand anything, with these lists. */
  static List<Knowledge> anybody(String... lists) {
    return of(List.of(REQUIRE, STALE_OK, IF_KNOWN), lists);
  }

  /** Of all who must know that nobody has been revoked, with these lists. */
  static List<Knowledge> whoMustKnow(String... lists) {
    return of(List.of(REQUIRE, STALE_OK), lists);
  }

  static List<Knowledge> of(List<RevocationRules> rules, String... lists) {
    return rules.stream().map(one -> new Knowledge(one, Arrays.asList(lists))).toList();
  }

  StatusKnowledge in(Path folder) throws IOException {
    Path brought = Files.createDirectories(folder.resolve("brought"));
    for (int i = 0; i < lists.size(); i++) {
      Files.write(brought.resolve(i + ".crl"), Base64.getDecoder().decode(lists.get(i)));
    }
    return new StatusKnowledge(
        rules, new ListFolder(brought), StateFolder.open(folder.resolve("received")));
  }
}
