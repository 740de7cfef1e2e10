// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.overview;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.overview.Attention.Stops;
import io.pumpbridge.trust.overview.ListStanding.Worth;
import io.pumpbridge.trust.revocation.RevocationLists;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * The newest list of one kind of an issuer, or that there is none.
 *
 * @param ofServers whether it is signed by a trusted authority of servers
 * @param ofSigners whether it is signed by a trusted authority of signers
 * @param stapledUntil for an authority without a list: until when a server's own response helps
 */
record KnownList(
    X500Principal issuer,
    Optional<X509CRL> list,
    ListStanding standing,
    boolean ofServers,
    boolean ofSigners,
    Optional<Instant> stapledUntil) {

  Fields told() {
    Fields.Builder told = brief();
    list.ifPresent(crl -> describe(crl, told));
    return told.putTexts("for", forWhom()).build();
  }

  Fields inBrief() {
    return brief().build();
  }

  private Fields.Builder brief() {
    Fields.Builder told =
        Fields.builder()
            .put("issuer", Certificates.nameOf(issuer))
            .put("state", standing.worth().word());
    nextUpdate().ifPresent(next -> told.put("next_update", next));
    standing.honouredUntil().ifPresent(until -> told.put("honoured_until", until));
    stapledUntil.ifPresent(until -> told.put("stapled_until", until));
    return told;
  }

  private static void describe(X509CRL crl, Fields.Builder told) {
    told.put("kind", RevocationLists.isDelta(crl) ? "delta" : "complete")
        .put("partial", !RevocationLists.scopeOf(crl).equals(Bytes.EMPTY))
        .put("this_update", crl.getThisUpdate().toInstant())
        .put(
            "revoked",
            crl.getRevokedCertificates() == null ? 0 : crl.getRevokedCertificates().size());
    RevocationLists.number(crl)
        .map(BigInteger::toString)
        .ifPresent(number -> told.put("number", Certificates.legible(number)));
  }

  private Optional<Instant> nextUpdate() {
    return list.map(X509CRL::getNextUpdate).map(Date::toInstant);
  }

  private List<String> forWhom() {
    List<String> whom = new ArrayList<>();
    if (ofServers) {
      whom.add("servers");
    }
    if (ofSigners) {
      whom.add("signers");
    }
    return whom;
  }

  private boolean isDelta() {
    return list.filter(RevocationLists::isDelta).isPresent();
  }

  /**
   * What somebody should do.
   *
   * @param needed whether the hospital demands that each certificate is known to be good
   * @param folder where to put lists
   */
  Optional<Attention> attention(boolean needed, Path folder) {
    Worth worth = standing.worth();
    if (worth == Worth.CURRENT || isDelta() || (worth == Worth.NONE && !needed)) {
      return Optional.empty(); // a delta that is overdue adds nothing, and takes nothing away
    }
    if (worth == Worth.NONE && stapledUntil.isPresent() && !ofSigners) {
      return Optional.empty();
    }
    boolean stops = needed && !worth.counts();
    return Optional.of(
        new Attention(code(), stops ? stops() : Stops.NOTHING, sentence(stops) + remedy(folder)));
  }

  private String code() {
    return switch (standing.worth()) {
      case CURRENT, STALE -> "revocation-list-stale";
      case TOO_OLD -> "revocation-stale";
      case NOT_BEGUN, UNUSABLE -> "revocation-list-unusable";
      case NONE -> "revocation-unknown";
    };
  }

  /** A list of no trusted authority is of one below: of whom nobody can tell here. */
  private Stops stops() {
    return ofSigners && (!ofServers || stapledUntil.isPresent())
        ? Stops.SIGNATURES
        : Stops.CONNECTIONS;
  }

  private String sentence(boolean stops) {
    String name = Certificates.nameOf(issuer);
    String whom =
        !ofServers && ofSigners
            ? "signatures"
            : ofServers && !ofSigners ? "servers" : "servers and signatures";
    String refused = stops ? "; " + whom + " below it are refused" : "";
    String next = nextUpdate().map(Instant::toString).orElse("a day that it does not say");
    return switch (standing.worth()) {
      case CURRENT -> "The revocation list of " + name + " is current";
      case STALE ->
          "The revocation list of "
              + name
              + " should have been followed on "
              + next
              + standing
                  .honouredUntil()
                  .map(
                      until ->
                          "; it counts until " + until + ", then " + whom + " below it are refused")
                  .orElse("");
      case TOO_OLD ->
          "The revocation list of "
              + name
              + " should have been followed on "
              + next
              + " and counts no more"
              + refused;
      case NOT_BEGUN ->
          "The revocation list of "
              + name
              + " is of a day that has not come; look at the clock"
              + refused;
      case UNUSABLE ->
          "The revocation list of " + name + " says what nobody here understands" + refused;
      case NONE -> "There is no revocation list that " + name + " has signed" + refused;
    };
  }

  private static String remedy(Path folder) {
    return ": put its newest into " + folder + ", or have the pump server pass it on.";
  }
}
