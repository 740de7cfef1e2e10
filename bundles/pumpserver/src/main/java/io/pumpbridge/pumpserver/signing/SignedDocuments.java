// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.signing;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.dose.Association;
import io.pumpbridge.model.dose.Concentration;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.pumpserver.PumpServerException;
import io.pumpbridge.pumpserver.authority.DemoAuthority;
import io.pumpbridge.pumpserver.authority.Identity;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The documents that a gateway is sent, signed by whom it takes; and badly, to be refused. */
public final class SignedDocuments {
  private final DemoAuthority authority;
  private final InstantSource clock;

  public SignedDocuments(DemoAuthority authority, InstantSource clock) {
    this.authority = authority;
    this.clock = clock;
  }

  /** As it should be: signed by an author and by an approver, two different people. */
  public Bytes library(Bytes json) throws PumpServerException {
    return sign(json, SignerRole.LIBRARY_AUTHOR, SignerRole.LIBRARY_APPROVER);
  }

  /** As it should be: which libraries count no more, signed by the same two roles. */
  public Bytes libraryStatement(Bytes json) throws PumpServerException {
    return sign(json, SignerRole.LIBRARY_AUTHOR, SignerRole.LIBRARY_APPROVER);
  }

  /** Bad on purpose: nobody approved it. */
  public Bytes libraryWithoutApprover(Bytes json) throws PumpServerException {
    return sign(json, SignerRole.LIBRARY_AUTHOR);
  }

  /** Bad on purpose: two signatures, one person. */
  public Bytes librarySignedTwiceByItsAuthor(Bytes json) throws PumpServerException {
    return sign(json, SignerRole.LIBRARY_AUTHOR, SignerRole.LIBRARY_AUTHOR);
  }

  /** As it should be: whom to trust, signed by an author and by an approver. */
  public Bytes site(Bytes json) throws PumpServerException {
    return sign(json, SignerRole.SITE_AUTHOR, SignerRole.SITE_APPROVER);
  }

  public Bytes association(Association association, String hospital, String gateway)
      throws PumpServerException {
    Fields.Builder fields =
        Fields.builder()
            .put("format", "pump-bridge-association-1")
            .put("id", association.id())
            .put("hospital", hospital)
            .put("gateway", gateway)
            .put("pump", association.pumpSerial())
            .put("channel", association.channel())
            .put("drug", association.medication().drug())
            .put("mode", association.mode().wireName())
            .put("care_area", association.careArea())
            .put("issued", association.issued())
            .put("expires", association.expires());
    association.medication().therapy().ifPresent(therapy -> fields.put("therapy", therapy));
    association
        .medication()
        .concentration()
        .ifPresent(concentration -> fields.put("concentration", fields(concentration)));
    association.body().weight().ifPresent(weight -> fields.put("weight", weight));
    association.body().surface().ifPresent(surface -> fields.put("bsa", surface));
    return association(bytes(fields.build()));
  }

  private static Fields fields(Concentration concentration) {
    return Fields.builder()
        .put("amount", concentration.amount().value().toPlainString())
        .put("amount_unit", concentration.amount().unit().ucum())
        .put("volume", concentration.volume().value().toPlainString())
        .put("volume_unit", concentration.volume().unit().ucum())
        .build();
  }

  public Bytes association(Bytes json) throws PumpServerException {
    return sign(json, SignerRole.ORDER_SYSTEM);
  }

  /** As it should be: what a stopped pump is to be set to. */
  public Bytes order(Bytes json) throws PumpServerException {
    return sign(json, SignerRole.ORDER_SYSTEM);
  }

  /**
   * Tells a gateway what is stored.
   *
   * @param last the last record of each stream; everything before it is stored too
   */
  public Bytes confirmation(String gateway, Collection<StreamPosition> last)
      throws PumpServerException {
    List<Fields> confirmed = new ArrayList<>(last.size());
    for (StreamPosition each : last) {
      confirmed.add(
          Fields.builder()
              .put("epoch", each.stream().epoch())
              .put("lane", each.stream().lane().wireName())
              .put("seq", each.sequence())
              .put("hash", each.hash())
              .build());
    }
    Fields fields =
        Fields.builder()
            .put("format", "pump-bridge-confirmation-1")
            .put("gateway", gateway)
            .put("issued", clock.instant())
            .put("confirmed", confirmed)
            .build();
    return sign(bytes(fields), SignerRole.PUMP_SERVER);
  }

  private Bytes sign(Bytes content, SignerRole... roles) throws PumpServerException {
    List<Identity> signers = new ArrayList<>();
    for (SignerRole role : roles) {
      signers.add(authority.signer(role));
    }
    return CmsSigner.sign(content, signers, clock.instant());
  }

  private static Bytes bytes(Fields fields) {
    return Bytes.of(fields.toString(), StandardCharsets.UTF_8);
  }
}
