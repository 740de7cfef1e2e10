// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.audit.EarlyTrail;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.trust.clock.RawTime;
import io.pumpbridge.trust.est.RenewalSettings;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Revocation;
import io.pumpbridge.trust.lab.SiteStatement;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.revocation.RevocationRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A gateway of which a technician is told. */
final class OverviewBench {
  static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  static final Duration DAY = Duration.ofDays(1);
  static final Authority ROOT =
      Authority.root(
          Authority.asAuthority(
              Wish.named("CN=hospital root").valid(BUILT, BUILT.plus(DAY.multipliedBy(3650)))));

  final Path folder;
  final Path lists;
  volatile RawTime machine = new RawTime(NOW, true, 0);
  RevocationRules revocation = RevocationRules.staleOk(Optional.of(DAY.multipliedBy(14)));
  RenewalSettings renewal = RenewalSettings.OFF;

  OverviewBench(Path folder) throws Exception {
    this.folder = folder;
    this.lists = Files.createDirectories(folder.resolve("anchors/revocation"));
  }

  Trust start() throws Exception {
    Settings settings =
        new Settings(
            "gw-1",
            SiteStatement.HOSPITAL,
            folder.resolve("anchors"),
            revocation,
            KeySettings.DEFAULT,
            renewal,
            Optional.empty());
    return Trust.start(folder.resolve("trust"), settings, new EarlyTrail(), () -> machine, BUILT);
  }

  Fields told() throws Exception {
    try (Trust trust = start()) {
      return Fields.from(trust.overview().showTrust());
    }
  }

  Fields brief() throws Exception {
    try (Trust trust = start()) {
      return Fields.from(trust.overview().trustInBrief());
    }
  }

  static List<String> codes(Fields told) throws Exception {
    return told.list("attention").stream().map(one -> one.toTree().get("code") + "").toList();
  }

  static boolean stopped(Fields told) throws Exception {
    return told.findFlag("stopped").orElseThrow();
  }

  X509Certificate provisioned(Duration left) throws Exception {
    IdentityStore store =
        new IdentityStore(StateFolder.open(folder.resolve("trust")), new SecureRandom());
    var key = store.waiting();
    Wish wish =
        Wish.gateway("gw-1")
            .withKeys(new KeyPair(key.publicKey(), key.key()))
            .valid(BUILT, NOW.plus(left));
    store.install(ROOT.issue(wish).chain());
    return store.find().orElseThrow().leaf();
  }

  void trusting() throws Exception {
    ROOT.anchorIn(folder.resolve("anchors/server"));
    ROOT.anchorIn(folder.resolve("anchors/signers"));
    list(NOW.minus(DAY), NOW.plus(DAY));
  }

  void list(Instant issued, Instant next, X509Certificate... revoked) throws Exception {
    String base64 = new Revocation(issued, next).list(ROOT, revoked);
    Files.write(lists.resolve("root.crl"), Base64.getDecoder().decode(base64));
  }

  Fields onlyList(Fields told) throws Exception {
    assertThat(told.fields("revocation").list("lists")).hasSize(1);
    return told.fields("revocation").list("lists").get(0);
  }
}
