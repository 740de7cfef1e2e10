// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.overview;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.est.Life;
import io.pumpbridge.trust.keys.Generations.Complaint;
import io.pumpbridge.trust.overview.Attention.Stops;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who this gateway is.
 *
 * @param place where the keys are
 * @param waiting for its certificate
 * @param trouble why this gateway can prove nothing
 * @param complaint a server that does not take the certificate in use
 */
record IdentitySection(
    KeyPlace place,
    Optional<X509Certificate> inUse,
    Optional<X509Certificate> previous,
    Optional<PublicKey> waiting,
    Optional<TrustException> trouble,
    Optional<Complaint> complaint) {

  Fields told(Instant now) {
    Fields.Builder told = Fields.builder().put("keys", place.told());
    inUse.ifPresent(leaf -> told.put("in_use", Certificate.own(leaf, now).build()));
    previous.ifPresent(leaf -> told.put("previous", Certificate.own(leaf, now).build()));
    waiting.ifPresent(
        key -> told.put("waiting", Fields.builder().put("key", Certificate.kind(key)).build()));
    return told.build();
  }

  List<Fields> inBrief() {
    List<Fields> generations = new ArrayList<>();
    inUse.ifPresent(leaf -> generations.add(brief("in-use", leaf)));
    previous.ifPresent(leaf -> generations.add(brief("previous", leaf)));
    return generations;
  }

  private static Fields brief(String generation, X509Certificate leaf) {
    return Fields.builder()
        .put("generation", generation)
        .put("serial", leaf.getSerialNumber().toString(16))
        .put("ends", Certificate.endOf(leaf))
        .build();
  }

  List<Attention> attention(Instant now) {
    List<Attention> all = new ArrayList<>();
    trouble.ifPresent(why -> all.add(Attention.of(why, Stops.CONNECTIONS)));
    if (inUse.isPresent()) {
      dates(Life.of(inUse.get()), now).ifPresent(all::add);
    }
    complaint.ifPresent(
        one ->
            all.add(
                new Attention(
                    "new-certificate-refused",
                    Stops.NOTHING,
                    one.server()
                        + " refuses the new certificate; the one before helps out until "
                        + one.previousEnds()
                        + ": look into the server's log before that day.")));
    return all;
  }

  private static Optional<Attention> dates(Life life, Instant now) {
    if (now.isAfter(life.ends())) {
      return Optional.of(
          new Attention(
              "certificate-ended",
              Stops.CONNECTIONS,
              "This gateway's certificate ended on "
                  + life.ends()
                  + ", no server takes it: get a new one with \"pump-bridge provision\", by file or"
                  + " with a one-time code of the hospital's authority."));
    }
    if (now.isBefore(life.begins())) {
      return Optional.of(
          new Attention(
              "device-certificate-not-yet-valid",
              Stops.CONNECTIONS,
              "This gateway's certificate begins on "
                  + life.begins()
                  + ", and its clock is before that: look at the clock, or ask the authority."));
    }
    return now.isAfter(life.endsSoonFrom())
        ? Optional.of(
            new Attention(
                "certificate-ends-soon",
                Stops.NOTHING,
                "This gateway's certificate ends on "
                    + life.ends()
                    + ", in "
                    + inDays(Certificate.daysLeft(life.ends(), now))
                    + ": renew it before, with \"pump-bridge renew\" where an EST server is set, else"
                    + " by file with \"pump-bridge provision\"."))
        : Optional.empty();
  }

  private static String inDays(long left) {
    return left < 1 ? "less than a day" : left == 1 ? "1 day" : left + " days";
  }
}
