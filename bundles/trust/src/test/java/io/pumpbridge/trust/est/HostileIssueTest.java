// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static io.pumpbridge.trust.refusal.Refusal.CERTIFICATE_NOT_OURS;
import static io.pumpbridge.trust.refusal.Refusal.CERTIFICATE_WRONG_GATEWAY;
import static io.pumpbridge.trust.refusal.Refusal.DEVICE_CERTIFICATE_EXPIRED;
import static io.pumpbridge.trust.refusal.Refusal.DEVICE_CHAIN_UNTRUSTED;
import static io.pumpbridge.trust.refusal.Refusal.DEVICE_KEY_PURPOSE;
import static io.pumpbridge.trust.refusal.Refusal.EST_CERTIFICATES_MALFORMED;
import static io.pumpbridge.trust.refusal.Refusal.EST_CERTIFICATE_UNEXPECTED;
import static io.pumpbridge.trust.refusal.Refusal.EST_CONTENT_TYPE;

import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.EstStand;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.SignedFile;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A server that is proven and issues what nobody asked for, or what is no certificate. */
final class HostileIssueTest {
  private static final String TYPE = "application/pkcs7-mime";

  @TempDir Path folder;
  private EstBench bench;
  private BadAnswers bad;

  @BeforeEach
  void start() throws Exception {
    bench = new EstBench(folder).trusting();
    bench.enrol(Map.of());
    bad = new BadAnswers(bench);
  }

  @AfterEach
  void stop() throws Exception {
    bench.close();
  }

  @TestFactory
  Stream<DynamicTest> whatIsNotJustCertificatesIsRefused() throws Exception {
    X509Certificate some = bench.identity().leaf();
    String good = EstStand.base64(EstStand.certsOnly(some));
    byte[] longer = Arrays.copyOf(EstStand.certsOnly(some), 2000);
    Identity author = bench.hospital.issue(SignedFile.person("A", SignerRole.LIBRARY_AUTHOR));
    byte[] signed = SignedFile.of("content").by(author).bytes().toArray();
    return Stream.of(
        bad.text("an HTML page", EST_CONTENT_TYPE, EstStand.ok("text/html", "<html>Log in</html>")),
        bad.text("no type", EST_CONTENT_TYPE, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        bad.text(
            "another kind",
            EST_CONTENT_TYPE,
            EstStand.ok(TYPE + "; smime-type=CMC-response", good)),
        bad.text("nothing", EST_CERTIFICATES_MALFORMED, EstStand.ok(TYPE, "")),
        bad.text("no base64", EST_CERTIFICATES_MALFORMED, EstStand.ok(TYPE, "<html>")),
        bad.text(
            "base64 cut off",
            EST_CERTIFICATES_MALFORMED,
            EstStand.ok(TYPE, good.substring(0, 401))),
        bad.text("PEM", EST_CERTIFICATES_MALFORMED, EstStand.ok(TYPE, Authority.pem(some))),
        bad.text(
            "a bare certificate",
            EST_CERTIFICATES_MALFORMED,
            EstStand.ok(TYPE, EstStand.base64(some.getEncoded()))),
        bad.text(
            "more behind it",
            EST_CERTIFICATES_MALFORMED,
            EstStand.ok(TYPE, EstStand.base64(longer))),
        bad.text("no certificate", EST_CERTIFICATES_MALFORMED, EstStand.certificates()),
        bad.text("17 certificates", EST_CERTIFICATES_MALFORMED, EstStand.certificates(many(17))),
        bad.text(
            "signed content",
            EST_CERTIFICATES_MALFORMED,
            EstStand.ok(TYPE, EstStand.base64(signed))));
  }

  private X509Certificate[] many(int count) {
    return Stream.generate(() -> bench.hospital.issue(Wish.named("CN=x")).leaf())
        .limit(count)
        .toArray(X509Certificate[]::new);
  }

  private DynamicTest issued(String name, Refusal reason, Function<Wish, X509Certificate[]> by) {
    return BadAnswers.badly(
        name,
        () ->
            bad.refused(
                reason,
                (asked, out) ->
                    out.write(
                        EstStand.latin(
                            EstStand.certificates(
                                by.apply(Wish.gateway("gw-1").withKeys(asked.keys())))))));
  }

  private X509Certificate[] from(Authority authority, Wish wish, X509Certificate... more) {
    return Stream.concat(Stream.of(authority.issue(wish).leaf()), Stream.of(more))
        .toArray(X509Certificate[]::new);
  }

  @TestFactory
  Stream<DynamicTest> aCertificateThatIsNotWhatWasAskedForIsRefused() {
    Authority devices = bench.devices;
    Authority stranger = Authority.root("other");
    return Stream.of(
        issued("other key", CERTIFICATE_NOT_OURS, w -> from(devices, Wish.gateway("gw-1"))),
        issued(
            "other gateway",
            CERTIFICATE_WRONG_GATEWAY,
            w -> from(devices, Wish.gateway("gw-2").withKeys(w.keys()))),
        issued("no URI", CERTIFICATE_WRONG_GATEWAY, w -> from(devices, w.withNames())),
        issued("unknown issuer", DEVICE_CHAIN_UNTRUSTED, w -> from(stranger, w)),
        issued(
            "unknown issuer and its root",
            DEVICE_CHAIN_UNTRUSTED,
            w -> from(stranger, w, stranger.certificate())),
        issued(
            "no client", DEVICE_KEY_PURPOSE, w -> from(devices, w.withUses("1.3.6.1.5.5.7.3.1"))),
        issued(
            "already over",
            DEVICE_CERTIFICATE_EXPIRED,
            w -> from(devices, w.valid(NOW.minusSeconds(9), NOW.minusSeconds(1)))),
        issued(
            "one too many",
            EST_CERTIFICATE_UNEXPECTED,
            w -> from(devices, w, bench.hospital.issue(Wish.named("CN=x")).leaf())),
        issued(
            "two for the same key",
            EST_CERTIFICATE_UNEXPECTED,
            w -> from(devices, w, devices.issue(w).leaf())));
  }

  /** Its issuer is only known from /cacerts. */
  @Test
  void withoutTheIssuerAmongItsAuthoritiesTheChainHasAGap() throws Exception {
    bench.server.on("cacerts", EstStand.certificates(bench.hospital.certificate()));
    bad.refused(DEVICE_CHAIN_UNTRUSTED, bench.issuing(Wish.gateway("gw-1")));
  }

  @Test
  void theCertificateThatIsThereAlreadyIsNoRenewal() throws Exception {
    X509Certificate present = bench.identity().leaf();
    bench.server.on("simplereenroll", EstStand.certificates(present));
    Refused.with(
        EST_CERTIFICATE_UNEXPECTED,
        () -> bench.enrolment(bench.vault, bench.settings(0, true)).renew());
  }
}
