// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.overview;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.trust.overview.Attention.Stops;
import io.pumpbridge.trust.revocation.KeptResponses;
import io.pumpbridge.trust.revocation.RevocationLists;
import io.pumpbridge.trust.revocation.RevocationRules;
import io.pumpbridge.trust.revocation.RevocationRules.Demand;
import io.pumpbridge.trust.status.ListFolder;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the hospital demands to know of revocation, and what this gateway knows.
 *
 * @param servers authorities that count now
 * @param signers authorities that count now
 * @param responses that servers stapled
 * @param folder where people put lists
 */
record RevocationSection(
    RevocationRules rules,
    ListFolder.Found found,
    List<X509Certificate> servers,
    List<X509Certificate> signers,
    List<Bytes> responses,
    Path folder) {

  RevocationSection {
    servers = TrustedSection.firstOf(List.copyOf(servers));
    signers = TrustedSection.firstOf(List.copyOf(signers));
    responses = List.copyOf(responses);
  }

  Fields told(Instant now) {
    List<KnownList> all = all(now);
    return policy()
        .put("in_words", inWords())
        .put("lists_count", all.size())
        .put("lists", TrustedSection.firstOf(all).stream().map(KnownList::told).toList())
        .putTexts("unreadable", TrustedSection.firstOf(found.unreadable()))
        .build();
  }

  Fields inBrief(Instant now) {
    return policy()
        .put("lists", TrustedSection.firstOf(all(now)).stream().map(KnownList::inBrief).toList())
        .build();
  }

  private Fields.Builder policy() {
    Fields.Builder told = Fields.builder().put("policy", word());
    if (word().equals("stale-ok")) {
      rules.stale().ifPresent(stale -> told.put("stale_days", stale.toDays()));
    }
    return told;
  }

  /** As the setting has it. */
  private String word() {
    return switch (rules.demand()) {
      case NOTHING -> "off";
      case NOT_REVOKED -> "if-known";
      case KNOWN_GOOD ->
          rules.stale().filter(Duration.ZERO::equals).isPresent() ? "require" : "stale-ok";
    };
  }

  private String inWords() {
    return switch (rules.demand()) {
      case NOTHING -> "Nobody asks whether anybody has been revoked.";
      case NOT_REVOKED ->
          "Only who is known to be revoked is refused; nobody needs to be known to be good.";
      case KNOWN_GOOD ->
          "Who is not known to be good is refused; what is known counts until it is overdue"
              + rules
                  .stale()
                  .map(Duration::toDays)
                  .map(days -> days == 0 ? "." : ", and " + days + " days more.")
                  .orElse(", and without an end.");
    };
  }

  List<Attention> attention(Instant now) {
    List<Attention> all = new ArrayList<>();
    for (String why : TrustedSection.firstOf(found.unreadable())) {
      all.add(new Attention("revocation-list-unreadable", Stops.NOTHING, why));
    }
    boolean needed = rules.demand() == Demand.KNOWN_GOOD;
    all(now).forEach(list -> list.attention(needed, folder).ifPresent(all::add));
    return all;
  }

  /**
   * One for each list that counts of its kind and key, and one for each authority without any.
   * Whose key signed it tells a list from that of a namesake, as a new root may be one.
   */
  private List<KnownList> all(Instant now) {
    Set<X509Certificate> without = new LinkedHashSet<>(servers);
    without.addAll(signers);
    Map<List<X509Certificate>, List<X509CRL>> byIssuer =
        byIssuer(found.lists(), List.copyOf(without));
    List<X509CRL> newest =
        byIssuer.values().stream()
            .flatMap(lists -> RevocationLists.newest(lists, now).stream())
            .toList();
    List<KnownList> all = new ArrayList<>();
    byIssuer.forEach(
        (issuers, lists) -> {
          for (X509CRL list : RevocationLists.newest(lists, now)) {
            if (!RevocationLists.isDelta(list)) {
              without.removeAll(issuers);
            }
            all.add(known(list, issuers, standing(list, newest, now)));
          }
        });
    without.forEach(authority -> all.add(missing(authority, now)));
    return all;
  }

  /** Of no authority are those of whom nobody can tell here who signed them. */
  private static Map<List<X509Certificate>, List<X509CRL>> byIssuer(
      List<X509CRL> lists, List<X509Certificate> authorities) {
    Map<List<X509Certificate>, List<X509CRL>> byIssuer = new LinkedHashMap<>();
    for (X509CRL list : lists) {
      List<X509Certificate> issuers =
          authorities.stream().filter(one -> RevocationLists.isOf(list, one)).toList();
      byIssuer.computeIfAbsent(issuers, unknown -> new ArrayList<>()).add(list);
    }
    return byIssuer;
  }

  private KnownList known(X509CRL list, List<X509Certificate> issuers, ListStanding standing) {
    return new KnownList(
        list.getIssuerX500Principal(),
        Optional.of(list),
        standing,
        issuers.stream().anyMatch(servers::contains),
        issuers.stream().anyMatch(signers::contains),
        Optional.empty());
  }

  private KnownList missing(X509Certificate authority, Instant now) {
    return new KnownList(
        authority.getSubjectX500Principal(),
        Optional.empty(),
        ListStanding.NONE,
        servers.contains(authority),
        signers.contains(authority),
        KeptResponses.goodUntil(responses, authority).filter(now::isBefore));
  }

  /** A complete list that is overdue counts as long as a delta does that adds to it. */
  private ListStanding standing(X509CRL list, List<X509CRL> newest, Instant now) {
    ListStanding own = ListStanding.of(list, rules, now);
    if (own.worth() != ListStanding.Worth.TOO_OLD || RevocationLists.isDelta(list)) {
      return own;
    }
    return newest.stream()
        .filter(delta -> RevocationLists.addsTo(delta, list))
        .map(delta -> ListStanding.of(delta, rules, now))
        .filter(standing -> standing.worth().counts())
        .findFirst()
        .orElse(own);
  }
}
