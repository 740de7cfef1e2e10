// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.status;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Anchors;
import io.pumpbridge.trust.clock.SignedTimes;
import io.pumpbridge.trust.refusal.Refusal;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code EXEC/revocation-list}: the pump server passes on what an authority has published. */
public final class RevocationListHandler implements CommandHandler {
  static final String RESOURCE = "revocation-list";

  private final ListShelf shelf;
  private final List<Anchors> anchors;
  private final TrustedClock clock;
  private final SignedTimes times;

  /**
   * @param anchors all there are: an authority for servers and one for signers both have lists
   * @param times hears what lists say of the time
   */
  public RevocationListHandler(
      ListShelf shelf, List<Anchors> anchors, TrustedClock clock, SignedTimes times) {
    this.shelf = shelf;
    this.anchors = List.copyOf(anchors);
    this.clock = clock;
    this.times = times;
  }

  @Override
  public String resource() {
    return RESOURCE;
  }

  @Override
  public Answer handle(Command command) {
    if (command.verb() != Command.Verb.EXEC) {
      return Answer.refused(
          Answer.Status.BAD_REQUEST, "verb-not-supported", "A revocation list is sent with EXEC.");
    }
    try {
      ListShelf.Outcome outcome =
          shelf.accept(
              command.body().toArray(), new ListShelf.Ground(trusted(), List.of(), clock, times));
      Fields told =
          Fields.builder()
              .put(
                  "code",
                  outcome.already() ? "revocation-list-already-held" : "revocation-list-held")
              .put(
                  "reason",
                  "The revocation list of "
                      + outcome.issuer()
                      + (outcome.already() ? " was already" : " is")
                      + " held.")
              .put("issuer", outcome.issuer())
              .put("next_update", outcome.list().getNextUpdate().toInstant())
              .build();
      return outcome.already() ? Answer.already(told) : Answer.accepted(told);
    } catch (TrustException refused) {
      return Answer.refused(
          Answer.Status.BAD_REQUEST, refused.code(), String.valueOf(refused.getMessage()));
    }
  }

  /** A gateway that was just enrolled has no signers' anchors yet; one kind is enough. */
  private List<X509Certificate> trusted() throws TrustException {
    List<X509Certificate> trusted = new ArrayList<>();
    Optional<TrustException> none = Optional.empty();
    for (Anchors folder : anchors) {
      try {
        trusted.addAll(folder.load());
      } catch (TrustException e) {
        if (!e.code().equals(Refusal.NO_ANCHORS.code())) {
          throw e;
        }
        none = Optional.of(e);
      }
    }
    if (trusted.isEmpty() && none.isPresent()) {
      throw none.get();
    }
    return trusted;
  }
}
