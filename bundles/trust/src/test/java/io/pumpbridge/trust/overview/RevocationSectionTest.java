// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.overview;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Revocation;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.overview.Attention.Stops;
import io.pumpbridge.trust.revocation.RevocationLists;
import io.pumpbridge.trust.revocation.RevocationRules;
import io.pumpbridge.trust.status.ListFolder;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RevocationSectionTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final RevocationRules STALE_OK =
      RevocationRules.staleOk(Optional.of(DAY.multipliedBy(14)));
  private static final Authority SERVERS = Authority.root("servers");
  private static final Authority SIGNERS = Authority.root("signers");

  private List<X509Certificate> signers = List.of();
  private List<Bytes> responses = List.of();

  private RevocationSection section(RevocationRules rules, X509CRL... lists) {
    return new RevocationSection(
        rules,
        new ListFolder.Found(List.of(lists), List.of()),
        List.of(SERVERS.certificate()),
        signers,
        responses,
        Path.of("lists"));
  }

  private static X509CRL list(Authority issuer, Instant issued, Instant next) throws Exception {
    return RevocationLists.fromDer(
        Base64.getDecoder().decode(new Revocation(issued, next).list(issuer)));
  }

  private static Bytes stapled(Authority issuer, Instant until) {
    Identity server = issuer.issue(Wish.server("pumps.example"));
    Revocation said = new Revocation(NOW.minus(DAY), until);
    return Bytes.of(Base64.getDecoder().decode(said.response(issuer, server.leaf(), true)));
  }

  private static List<Stops> stops(RevocationSection section) {
    return section.attention(NOW).stream().map(Attention::stops).toList();
  }

  @Test
  void whatAServerStapledHelpsAServerButNoSigner() {
    responses = List.of(stapled(SERVERS, NOW.plus(DAY)));
    assertThat(stops(section(STALE_OK))).isEmpty();
    signers = List.of(SERVERS.certificate());
    assertThat(stops(section(STALE_OK))).containsExactly(Stops.SIGNATURES);
    signers = List.of();
    responses = List.of(stapled(SERVERS, NOW.minus(Duration.ofHours(1))));
    assertThat(stops(section(STALE_OK))).containsExactly(Stops.CONNECTIONS);
    responses = List.of(stapled(SIGNERS, NOW.plus(DAY)), Bytes.of(new byte[] {1, 2, 3}));
    assertThat(stops(section(STALE_OK))).containsExactly(Stops.CONNECTIONS);
  }

  @Test
  void aListOfTheNameThatAnotherKeySignedIsNoneOfThisAuthority() throws Exception {
    Authority namesake = Authority.root("servers");
    X509CRL list = list(namesake, NOW.minus(DAY), NOW.plus(DAY));
    assertThat(section(STALE_OK, list).told(NOW).list("lists"))
        .extracting(one -> one.text("state"))
        .containsExactly("current", "none");
    assertThat(stops(section(STALE_OK, list))).containsExactly(Stops.CONNECTIONS);
  }

  @Test
  void ofOneIssuerTheNewestListIsTold() throws Exception {
    X509CRL before =
        list(SERVERS, NOW.minus(DAY.multipliedBy(90)), NOW.minus(DAY.multipliedBy(80)));
    X509CRL now = list(SERVERS, NOW.minus(DAY), NOW.plus(DAY));
    assertThat(section(STALE_OK, before, now).told(NOW).list("lists"))
        .extracting(one -> one.text("state"))
        .containsExactly("current");
    assertThat(section(STALE_OK, before, now).attention(NOW)).isEmpty();
  }

  @Test
  void aListThatWaitsForItsDayHidesNotTheOneInForce() throws Exception {
    X509CRL now = list(SERVERS, NOW.minus(DAY), NOW.plus(DAY));
    X509CRL tomorrow = list(SERVERS, NOW.plusSeconds(60), NOW.plus(DAY.multipliedBy(8)));
    assertThat(section(STALE_OK, now, tomorrow).told(NOW).list("lists"))
        .extracting(one -> one.text("state"))
        .containsExactly("current");
    assertThat(section(STALE_OK, now, tomorrow).attention(NOW)).isEmpty();
    assertThat(stops(section(STALE_OK, tomorrow))).containsExactly(Stops.CONNECTIONS);
  }

  @Test
  void anAuthorityThatTookANewKeyUnderItsOldNameHasAListOfEachKey() throws Exception {
    Authority again = Authority.root("servers");
    signers = List.of(again.certificate());
    X509CRL old = list(SERVERS, NOW.minus(DAY), NOW.plus(DAY));
    X509CRL young = list(again, NOW, NOW.plus(DAY));
    assertThat(section(STALE_OK, old, young).told(NOW).list("lists"))
        .extracting(one -> one.text("state"))
        .containsExactly("current", "current");
    assertThat(section(STALE_OK, old, young).attention(NOW)).isEmpty();
  }

  @Test
  void aListOfAnAuthorityBelowThatIsTooOldStopsItsServers() throws Exception {
    Authority below =
        SERVERS.subordinate(Authority.asAuthority(Wish.named("CN=issuing authority")));
    X509CRL root = list(SERVERS, NOW.minus(DAY), NOW.plus(DAY));
    X509CRL old = list(below, NOW.minus(DAY.multipliedBy(90)), NOW.minus(DAY.multipliedBy(15)));
    assertThat(stops(section(STALE_OK, root, old))).containsExactly(Stops.CONNECTIONS);
    assertThat(section(STALE_OK, root, old).attention(NOW).get(0).sentence())
        .contains("issuing authority");
    assertThat(stops(section(RevocationRules.IF_KNOWN, root, old))).containsExactly(Stops.NOTHING);
  }

  @Test
  void theEdgesOfAListsLifeAreThoseOfTheJudge() throws Exception {
    X509CRL list = list(SERVERS, NOW, NOW.plus(DAY));
    Instant next = NOW.plus(DAY);
    Instant last = next.plus(DAY.multipliedBy(14));
    assertThat(worth(list, NOW.minusSeconds(1))).isEqualTo("not-begun");
    assertThat(worth(list, NOW)).isEqualTo("current");
    assertThat(worth(list, next)).isEqualTo("current");
    assertThat(worth(list, next.plusSeconds(1))).isEqualTo("stale");
    assertThat(worth(list, last)).isEqualTo("stale");
    assertThat(worth(list, last.plusSeconds(1))).isEqualTo("too-old");
    assertThat(ListStanding.of(list, RevocationRules.REQUIRED, next.plusSeconds(1)).worth().word())
        .isEqualTo("too-old");
  }

  private static String worth(X509CRL list, Instant at) {
    return ListStanding.of(list, STALE_OK, at).worth().word();
  }

  @Test
  void thePolicyIsToldInTheWordsOfTheSettings() {
    assertThat(section(STALE_OK).told(NOW).toTree())
        .containsEntry("policy", "stale-ok")
        .containsEntry("stale_days", 14L);
    assertThat(section(RevocationRules.REQUIRED).told(NOW).toTree())
        .containsEntry("policy", "require")
        .doesNotContainKey("stale_days");
    assertThat(section(RevocationRules.IF_KNOWN).told(NOW).toTree())
        .containsEntry("policy", "if-known")
        .doesNotContainKey("stale_days");
  }

  @Test
  void howeverManyListsLieThereTheAnswerIsBounded() throws Exception {
    X509CRL[] many =
        Stream.concat(
                IntStream.range(0, 39).mapToObj(i -> Authority.root("authority " + i)),
                Stream.of(SERVERS))
            .map(
                authority -> {
                  try {
                    return list(authority, NOW.minus(DAY), NOW.plus(DAY));
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                })
            .toArray(X509CRL[]::new);
    var told = section(STALE_OK, many).told(NOW);
    assertThat(told.list("lists")).hasSize(32);
    assertThat(told.whole("lists_count")).isEqualTo(40);
    assertThat(section(STALE_OK, many).inBrief(NOW).list("lists")).hasSize(32);
  }
}
