// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.dose.Association;
import io.pumpbridge.model.dose.Body;
import io.pumpbridge.model.dose.Concentration;
import io.pumpbridge.model.dose.DeliveryMode;
import io.pumpbridge.model.dose.Medication;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.pumpserver.authority.DemoAuthority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedDocumentsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Bytes CONTENT = Bytes.of("{\"a\":1}", StandardCharsets.UTF_8);
  @TempDir Path directory;
  private SignedDocuments documents;

  @BeforeEach
  void open() throws Exception {
    InstantSource clock = InstantSource.fixed(NOW);
    documents = new SignedDocuments(DemoAuthority.open(directory, "s", clock), clock);
  }

  /** Verifies every signature and returns the signers' roles, dotted, in order. */
  private static List<String> roles(Bytes signed) throws Exception {
    CMSSignedData data = new CMSSignedData(signed.toArray());
    List<String> roles = new ArrayList<>();
    for (SignerInformation signer : data.getSignerInfos().getSigners()) {
      @SuppressWarnings("unchecked")
      X509CertificateHolder certificate =
          (X509CertificateHolder)
              data.getCertificates().getMatches(signer.getSID()).iterator().next();
      assertThat(signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate)))
          .isTrue();
      Time time =
          Time.getInstance(
              signer.getSignedAttributes().get(CMSAttributes.signingTime).getAttributeValues()[0]);
      assertThat(time.getDate()).isEqualTo(Date.from(NOW));
      roles.addAll(
          new JcaX509CertificateConverter().getCertificate(certificate).getExtendedKeyUsage());
    }
    return roles;
  }

  private static String content(Bytes signed) throws CMSException {
    Object content = new CMSSignedData(signed.toArray()).getSignedContent().getContent();
    return new String((byte[]) content, StandardCharsets.UTF_8);
  }

  @Test
  void aLibraryIsSignedByAuthorAndApprover() throws Exception {
    Bytes signed = documents.library(CONTENT);
    assertThat(roles(signed))
        .containsExactlyInAnyOrder(
            SignerRole.LIBRARY_AUTHOR.keyPurpose(), SignerRole.LIBRARY_APPROVER.keyPurpose());
    assertThat(content(signed)).isEqualTo("{\"a\":1}");
  }

  @Test
  void theBadLibrariesAreBadInTheWayTheySay() throws Exception {
    String author = SignerRole.LIBRARY_AUTHOR.keyPurpose();
    assertThat(roles(documents.libraryWithoutApprover(CONTENT))).containsExactly(author);
    assertThat(roles(documents.librarySignedTwiceByItsAuthor(CONTENT)))
        .containsExactly(author, author);
  }

  @Test
  void anAssociationSaysWhatTheContractWants() throws Exception {
    Association association =
        new Association(
            "a-1",
            "8001",
            "1",
            new Medication(
                "norepinephrine",
                Optional.empty(),
                Optional.of(new Concentration(quantity("16", "mg"), quantity("250", "mL")))),
            Body.weighing(quantity("70", "kg")),
            "ICU",
            DeliveryMode.CONTINUOUS,
            NOW,
            NOW.plusSeconds(3600));
    Bytes signed = documents.association(association, "St. Example", "gw-1");
    assertThat(roles(signed)).containsExactly(SignerRole.ORDER_SYSTEM.keyPurpose());
    assertThat(content(signed))
        .isEqualTo(
            "{\"care_area\":\"ICU\",\"channel\":\"1\",\"concentration\":{\"amount\":\"16\","
                + "\"amount_unit\":\"mg\",\"volume\":\"250\",\"volume_unit\":\"mL\"},"
                + "\"drug\":\"norepinephrine\",\"expires\":\"2026-11-23T13:00:00Z\","
                + "\"format\":\"pump-bridge-association-1\",\"gateway\":\"gw-1\","
                + "\"hospital\":\"St. Example\",\"id\":\"a-1\","
                + "\"issued\":\"2026-11-23T12:00:00Z\",\"mode\":\"continuous\",\"pump\":\"8001\","
                + "\"weight\":{\"unit\":\"kg\",\"value\":\"70\"}}");
  }

  private static Quantity quantity(String value, String unit) {
    return Quantity.from(value, Unit.find(unit).orElseThrow()).orElseThrow();
  }

  @Test
  void aConfirmationNamesEachStreamOnce() throws Exception {
    StreamPosition position =
        new StreamPosition(
            new io.pumpbridge.model.event.StreamId(
                "gw-1", "e1", io.pumpbridge.model.event.Lane.ALARM),
            7,
            "a".repeat(64));
    Bytes signed = documents.confirmation("gw-1", List.of(position));
    assertThat(roles(signed)).containsExactly(SignerRole.PUMP_SERVER.keyPurpose());
    Fields entry =
        Fields.builder()
            .put("epoch", "e1")
            .put("lane", "alarm")
            .put("seq", 7)
            .put("hash", "a".repeat(64))
            .build();
    assertThat(content(signed))
        .isEqualTo(
            Fields.builder()
                .put("format", "pump-bridge-confirmation-1")
                .put("gateway", "gw-1")
                .put("issued", NOW)
                .put("confirmed", List.of(entry))
                .build()
                .toString());
  }
}
