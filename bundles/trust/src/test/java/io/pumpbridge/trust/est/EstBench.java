// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.chain.GatewayName;
import io.pumpbridge.trust.clock.SignedTime;
import io.pumpbridge.trust.clock.SignedTimes;
import io.pumpbridge.trust.files.Disk;
import io.pumpbridge.trust.files.LocalDisk;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.keys.KeyVault;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.EstStand;
import io.pumpbridge.trust.lab.FixedClock;
import io.pumpbridge.trust.lab.Statuses;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.status.StatusKnowledge;
import io.pumpbridge.trust.tls.MutualTls;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A gateway with its state, and an EST server of the hospital's that behaves until told else. */
final class EstBench implements AutoCloseable {
  static final String CODE = "k3-swordfish";

  final Authority hospital = Authority.root(forYears(authority("CN=hospital root")));
  final Authority devices = hospital.subordinate(forYears(authority("CN=device authority")));
  final FixedClock clock = new FixedClock();
  final EstStand server = new EstStand(hospital.issue(forYears(Wish.server("localhost"))));
  final Path folder;
  final KeyVault vault;
  StatusKnowledge status = Statuses.unasked();

  /** What was told to the clock. */
  final List<SignedTime> heard = new CopyOnWriteArrayList<>();

  private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();

  EstBench(Path folder) throws IOException {
    this.folder = folder;
    this.vault = vault(new LocalDisk());
    server.on("cacerts", EstStand.certificates(hospital.certificate(), devices.certificate()));
    server.on("csrattrs", "HTTP/1.1 204 No Content\r\n\r\n");
    server.on("simpleenroll", issuing(Wish.gateway("gw-1")));
    server.on("simplereenroll", issuing(Wish.gateway("gw-1")));
  }

  private static Wish authority(String name) {
    return Authority.asAuthority(Wish.named(name));
  }

  /** A gateway's certificate ends first. */
  private static Wish forYears(Wish wish) {
    return wish.valid(FixedClock.NOW.minusSeconds(60), FixedClock.NOW.plus(Duration.ofDays(3650)));
  }

  /** Issues what is asked for. */
  EstStand.Answering issuing(Wish wish) {
    return (asked, out) ->
        out.write(
            EstStand.latin(
                EstStand.certificates(devices.issue(wish.withKeys(asked.keys())).leaf())));
  }

  /** Puts the hospital's root among the anchors. */
  EstBench trusting() {
    hospital.anchorIn(folder.resolve("server"));
    return this;
  }

  KeyVault vault(Disk disk) throws IOException {
    StateFolder.open(folder.resolve("trust"));
    return new IdentityStore(new StateFolder(folder.resolve("trust"), disk), new SecureRandom());
  }

  RenewalSettings settings(int graceDays, boolean keepKey) {
    return RenewalSettings.from(server.url(), graceDays, keepKey);
  }

  EstEnrolment.Ground ground(KeyVault on) {
    GatewayName gateway = new GatewayName("gw-1");
    OwnIdentity identity = new OwnIdentity(gateway, "st-example", on);
    AnchorFolder anchors = new AnchorFolder(folder.resolve("server"));
    MutualTls tls =
        new MutualTls(identity, anchors, status, clock, times(), watchdog, Duration.ofSeconds(10));
    return new EstEnrolment.Ground(
        gateway, identity, on, anchors, anchors, status.shelf(), tls, clock, times(), notes());
  }

  /** As they lie on the disk. */
  RenewalNotes notes() {
    return new RenewalNotes(new StateFolder(folder.resolve("trust"), new LocalDisk()));
  }

  private SignedTimes times() {
    return new SignedTimes() {
      @Override
      public ClockReading judgingTime(List<SignedTime> said, X509Certificate anchor) {
        return clock.read();
      }

      @Override
      public void heard(List<SignedTime> said, X509Certificate anchor) {
        heard.addAll(said);
      }
    };
  }

  EstEnrolment enrolment(KeyVault on, RenewalSettings settings) {
    return new EstEnrolment(ground(on), settings, watchdog);
  }

  EstEnrolment enrolment() {
    return enrolment(vault, settings(0, false));
  }

  Map<String, Object> enrol(Map<String, Object> more) throws Exception {
    return enrol(enrolment(), more);
  }

  Map<String, Object> enrol(EstEnrolment by, Map<String, Object> more) throws Exception {
    Map<String, Object> order = new HashMap<>(Map.of("code", CODE.toCharArray()));
    order.putAll(more);
    return by.enrol(order);
  }

  Identity identity() throws Exception {
    return vault.find().orElseThrow();
  }

  List<String> operations() {
    return server.operations();
  }

  EstClient client(Duration limit) throws Exception {
    return new EstClient(EstServer.from(server.url()), "gw-1", clock, watchdog, limit);
  }

  @Override
  public void close() throws IOException {
    server.close();
    watchdog.shutdownNow();
  }
}
