// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.pumpserver.signing.GatewaySignature;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;

/**
 * A gateway's own signature of what it says of its losses: {@code epoch, lane, seq, hash} of the
 * record that is {@code signed}. Through the chain it vouches for all before it.
 */
record GapVouching(GatewaySignature signature) {

  /**
   * As gateways are certified.
   *
   * @param root of their authority
   */
  static GapVouching below(X509Certificate root) {
    return new GapVouching(new GatewaySignature(root));
  }

  /** What is stored under a number, as far as anything is. */
  interface Stored {
    Optional<String> hash(StreamId stream, long sequence);
  }

  /** What is wrong with it; empty also of any other record. It is stored all the same. */
  Optional<String> problem(ReceivedRecord received, Stored stored) {
    StreamId own = received.record().stream();
    try {
      Fields event = received.document().fields("event");
      if (!event.text("name").equals(EventName.JOURNAL_GAP_SIGNED.name())) {
        return Optional.empty();
      }
      Bytes content =
          signature.verify(
              Bytes.of(Base64.getDecoder().decode(event.text("signed"))), own.gateway());
      String hash = EventRecord.hashOf(content);
      boolean inPlace =
          !event.text("epoch").equals(own.epoch()) // told again: its epoch has ended
              || stored.hash(own, event.whole("seq")).map(hash::equals).orElse(true);
      return hash.equals(event.text("hash")) && inPlace
          ? Optional.empty()
          : problem(received, "it is of another record than the one that it names");
    } catch (DocumentException | IllegalArgumentException e) {
      return problem(received, "it cannot be read");
    } catch (GeneralSecurityException e) {
      return problem(received, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> problem(ReceivedRecord received, String why) {
    EventRecord record = received.record();
    return Optional.of(
        "%s %d: the signature of a gap record does not hold (it is stored): %s"
            .formatted(record.stream().lane().wireName(), record.sequence(), why));
  }
}
