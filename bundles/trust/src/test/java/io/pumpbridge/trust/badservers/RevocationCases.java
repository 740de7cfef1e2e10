// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.badservers;

import static io.pumpbridge.trust.badservers.Knowledge.IF_KNOWN;
import static io.pumpbridge.trust.badservers.Knowledge.REQUIRE;
import static io.pumpbridge.trust.badservers.Knowledge.STALE_OK;
import static io.pumpbridge.trust.badservers.Knowledge.anybody;
import static io.pumpbridge.trust.badservers.Knowledge.whoMustKnow;
import static io.pumpbridge.trust.badservers.Site.DEVICES;
import static io.pumpbridge.trust.badservers.Site.HOST;
import static io.pumpbridge.trust.badservers.Site.ROOT;
import static io.pumpbridge.trust.badservers.Site.authority;
import static io.pumpbridge.trust.badservers.Site.server;
import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static io.pumpbridge.trust.refusal.Refusal.CERTIFICATE_REVOKED;
import static io.pumpbridge.trust.refusal.Refusal.REVOCATION_STALE;
import static io.pumpbridge.trust.refusal.Refusal.REVOCATION_UNKNOWN;

import io.pumpbridge.trust.badservers.GoodServersTest.GoodServer;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Revocation;
import io.pumpbridge.trust.lab.Shown;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.CRLReason;

/**
 * Servers that are good in all else, below an authority below the root, and have been taken back,
 * or of which nobody says that they have not: by lists and by stapled responses.
 */
final class RevocationCases {
  private static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";

  private static final Identity SERVER = DEVICES.issue(server());
  private static final Shown SHOWN = Shown.of(SERVER);

  /** In force today. */
  private static final Revocation TODAY = said(-1, 7);

  /** Overdue since yesterday. */
  private static final Revocation OVERDUE = said(-8, -1);

  /** Overdue by a day more than some hospital allows. */
  private static final Revocation LONG_OVERDUE = said(-22, -15);

  private static final Revocation TOMORROW = said(1, 8);

  /** Of the root's own authorities nobody has been revoked. */
  private static final String ROOT_LIST = TODAY.list(ROOT);

  /** No list says anything of the server itself. */
  private static final List<Knowledge> NOTHING_OF_THE_SERVER = whoMustKnow(ROOT_LIST);

  private RevocationCases() {}

  private static Revocation said(int fromDay, int toDay) {
    return new Revocation(NOW.plus(Duration.ofDays(fromDay)), NOW.plus(Duration.ofDays(toDay)));
  }

  static List<BadServer> all() {
    return Stream.of(revokedByList(), revokedByResponse(), stale(), unknownByList(), unproven())
        .flatMap(List::stream)
        .toList();
  }

  private static List<BadServer> revokedByList() {
    return List.of(
        listed("revoked by a list", TODAY.list(DEVICES, leaf())),
        listed("revoked by a list that is overdue", OVERDUE.list(DEVICES, leaf())),
        listed("on hold", TODAY.numbered(DEVICES, 7, leaf())),
        known(
            "revoked by a delta list",
            CERTIFICATE_REVOKED,
            anybody(
                ROOT_LIST,
                TODAY.numbered(DEVICES, 7),
                TODAY.delta(DEVICES, 8, 7, CRLReason.keyCompromise, leaf()))),
        known(
            "intermediate revoked",
            CERTIFICATE_REVOKED,
            anybody(TODAY.list(ROOT, DEVICES.certificate()), TODAY.list(DEVICES))),
        known(
            "intermediate revoked, nothing else known",
            CERTIFICATE_REVOKED,
            anybody(OVERDUE.list(ROOT, DEVICES.certificate()))));
  }

  private static List<BadServer> revokedByResponse() {
    return List.of(
        stapling(
            "revoked by its stapled response",
            CERTIFICATE_REVOKED,
            TODAY.response(DEVICES, leaf(), false),
            anybody(ROOT_LIST)),
        stapling(
            "revoked by a response, good by the list",
            CERTIFICATE_REVOKED,
            TODAY.response(DEVICES, leaf(), false),
            anybody(ROOT_LIST, TODAY.list(DEVICES))),
        stapling(
            "revoked by the list, good by a response",
            CERTIFICATE_REVOKED,
            TODAY.response(DEVICES, leaf(), true),
            anybody(ROOT_LIST, TODAY.list(DEVICES, leaf()))),
        stapling(
            "revoked by the issuer's responder",
            CERTIFICATE_REVOKED,
            TODAY.responseBy(responder(), DEVICES, leaf(), false),
            anybody(ROOT_LIST)));
  }

  private static List<BadServer> stale() {
    return List.of(
        known(
            "list overdue, and no old ones allowed",
            REVOCATION_STALE,
            Knowledge.of(List.of(REQUIRE), ROOT_LIST, OVERDUE.list(DEVICES))),
        known(
            "list overdue for longer than allowed",
            REVOCATION_STALE,
            whoMustKnow(ROOT_LIST, LONG_OVERDUE.list(DEVICES))),
        known(
            "root's list overdue for longer than allowed",
            REVOCATION_STALE,
            whoMustKnow(LONG_OVERDUE.list(ROOT), TODAY.list(DEVICES))),
        known(
            "delta list that adds to another list",
            REVOCATION_STALE,
            whoMustKnow(
                ROOT_LIST,
                LONG_OVERDUE.numbered(DEVICES, 7),
                TODAY.delta(DEVICES, 9, 8, CRLReason.keyCompromise))),
        stapling(
            "stapled response that has ended, and no old ones allowed",
            REVOCATION_STALE,
            OVERDUE.response(DEVICES, leaf(), true),
            Knowledge.of(List.of(REQUIRE), ROOT_LIST)),
        stapling(
            "stapled response that ended longer ago than allowed",
            REVOCATION_STALE,
            LONG_OVERDUE.response(DEVICES, leaf(), true),
            NOTHING_OF_THE_SERVER));
  }

  private static List<BadServer> unknownByList() {
    return List.of(
        known("nothing known", REVOCATION_UNKNOWN, whoMustKnow()),
        known("no list of its issuer", REVOCATION_UNKNOWN, NOTHING_OF_THE_SERVER),
        known("no list of the root", REVOCATION_UNKNOWN, whoMustKnow(TODAY.list(DEVICES))),
        unheard(
            "list of another authority",
            TODAY.list(ROOT.subordinate(authority("Hospital Laptops")))),
        unheard(
            "list by an impostor of its issuer", TODAY.list(Authority.root("Hospital Devices"))),
        unheard("list about authorities only", TODAY.listOfAuthorities(DEVICES)),
        unheard("list of tomorrow", TOMORROW.list(DEVICES)),
        unheard("delta list alone", TODAY.delta(DEVICES, 8, 7, CRLReason.keyCompromise)));
  }

  private static List<BadServer> unproven() {
    Identity other = DEVICES.issue(server());
    return List.of(
        unproven(
            "stapled response about another certificate",
            TODAY.response(DEVICES, other.leaf(), true)),
        unproven(
            "stapled response by the server itself",
            TODAY.responseBy(SERVER, DEVICES, leaf(), true)),
        unproven(
            "stapled response by another server", TODAY.responseBy(other, DEVICES, leaf(), true)),
        unproven(
            "stapled response by another authority's responder",
            TODAY.responseBy(ROOT.issue(ofResponder()), DEVICES, leaf(), true)),
        unproven(
            "stapled response by a responder that has ended",
            TODAY.responseBy(
                DEVICES.issue(
                    ofResponder().valid(NOW.minus(Duration.ofDays(9)), NOW.minusSeconds(1))),
                DEVICES,
                leaf(),
                true)),
        unproven(
            "stapled response by a responder that may be revoked",
            TODAY.responseBy(
                DEVICES.issue(Wish.named("CN=responder").withUses(OCSP_SIGNING)),
                DEVICES,
                leaf(),
                true)),
        unproven(
            "stapled response by an impostor of its issuer",
            TODAY.response(Authority.root("Hospital Devices"), leaf(), true)),
        unproven("stapled response of tomorrow", TOMORROW.response(DEVICES, leaf(), true)));
  }

  /** The same servers beside them, where what is known is enough. */
  static List<GoodServer> good() {
    String devices = TODAY.list(DEVICES);
    return List.of(
        good("on no list", SHOWN, new Knowledge(REQUIRE, List.of(ROOT_LIST, devices))),
        good(
            "somebody else is on the list",
            SHOWN,
            new Knowledge(
                REQUIRE, List.of(ROOT_LIST, TODAY.list(DEVICES, DEVICES.issue(server()).leaf())))),
        good(
            "lists overdue, but not for long",
            SHOWN,
            new Knowledge(STALE_OK, List.of(OVERDUE.list(ROOT), OVERDUE.list(DEVICES)))),
        good(
            "no more on hold",
            SHOWN,
            new Knowledge(
                REQUIRE,
                List.of(
                    ROOT_LIST,
                    TODAY.numbered(DEVICES, 7, leaf()),
                    TODAY.delta(DEVICES, 8, 7, CRLReason.removeFromCRL, leaf())))),
        good("nothing known, nothing demanded", SHOWN, new Knowledge(IF_KNOWN, List.of())),
        good(
            "good by its stapled response",
            SHOWN.stapling(TODAY.response(DEVICES, leaf(), true)),
            new Knowledge(REQUIRE, List.of(ROOT_LIST))),
        good(
            "good by the issuer's responder",
            SHOWN.stapling(TODAY.responseBy(responder(), DEVICES, leaf(), true)),
            new Knowledge(REQUIRE, List.of(ROOT_LIST))),
        good(
            "stapled response that ended a day ago",
            SHOWN.stapling(OVERDUE.response(DEVICES, leaf(), true)),
            new Knowledge(STALE_OK, List.of(ROOT_LIST))),
        good(
            "stapled nonsense beside a good list",
            SHOWN.stapling(TODAY.response(Authority.root("Nobody"), leaf(), false)),
            new Knowledge(REQUIRE, List.of(ROOT_LIST, devices))));
  }

  private static GoodServer good(String name, Shown shown, Knowledge known) {
    return new GoodServer(name, HOST, shown, known);
  }

  private static X509Certificate leaf() {
    return SERVER.leaf();
  }

  private static Wish ofResponder() {
    return Wish.named("CN=responder").withUses(OCSP_SIGNING).whoseRevocationNobodyChecks();
  }

  private static Identity responder() {
    return DEVICES.issue(ofResponder());
  }

  private static BadServer known(String name, Refusal reason, List<Knowledge> gateways) {
    return BadServer.showing(name, reason, () -> SHOWN).among(gateways);
  }

  private static BadServer listed(String name, String devicesList) {
    return known(name, CERTIFICATE_REVOKED, anybody(ROOT_LIST, devicesList));
  }

  /** A list that says nothing of the server. */
  private static BadServer unheard(String name, String list) {
    return known(name, REVOCATION_UNKNOWN, whoMustKnow(ROOT_LIST, list));
  }

  private static BadServer stapling(
      String name, Refusal reason, String response, List<Knowledge> gateways) {
    return BadServer.showing(name, reason, () -> SHOWN.stapling(response)).among(gateways);
  }

  /** A response that says nothing of the server, though it says "good". */
  private static BadServer unproven(String name, String response) {
    return stapling(name, REVOCATION_UNKNOWN, response, NOTHING_OF_THE_SERVER);
  }
}
