// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.attack;

import static io.pumpbridge.runtime.attack.Draft.attribute;

import io.pumpbridge.runtime.attack.People.Person;
import java.util.Date;
import java.util.List;
import java.util.function.BiConsumer;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;

/** What is done to signed attributes before they are signed. */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
enum AttributeTrick {
  NONE_AT_ALL((attributes, person) -> attributes.clear()),
  WITHOUT_CONTENT_TYPE(without(CMSAttributes.contentType)),
  WITHOUT_DIGEST(without(CMSAttributes.messageDigest)),
  WITHOUT_SIGNING_TIME(without(CMSAttributes.signingTime)),
  CONTENT_TYPE_TWICE(twice(CMSAttributes.contentType)),
  DIGEST_TWICE(twice(CMSAttributes.messageDigest)),
  SIGNING_TIME_TWICE(twice(CMSAttributes.signingTime)),
  TWO_SIGNING_TIMES(
      (attributes, person) -> attributes.add(attribute(CMSAttributes.signingTime, time(60)))),
  SIGNING_TIME_WITH_TWO_VALUES(instead(CMSAttributes.signingTime, time(0), time(60))),
  SIGNING_TIME_WITHOUT_VALUE(instead(CMSAttributes.signingTime)),
  OTHER_CONTENT_TYPE(instead(CMSAttributes.contentType, CMSObjectIdentifiers.signedData)),
  OTHER_DIGEST(instead(CMSAttributes.messageDigest, new DEROctetString(new byte[32]))),
  OTHER_CERTIFICATE(
      (attributes, person) ->
          attributes.add(
              attribute(
                  PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                  new SigningCertificateV2(new ESSCertIDv2(new byte[32]))))),
  COUNTERSIGNED_INSIDE(
      (attributes, person) ->
          attributes.add(
              attribute(CMSAttributes.counterSignature, person.certificate().toASN1Structure())));

  private final BiConsumer<List<Attribute>, Person> trick;

  AttributeTrick(BiConsumer<List<Attribute>, Person> trick) {
    this.trick = trick;
  }

  void apply(List<Attribute> attributes, Person person) {
    trick.accept(attributes, person);
  }

  private static Time time(long later) {
    return new Time(Date.from(People.NOW.plusSeconds(later)));
  }

  private static BiConsumer<List<Attribute>, Person> without(ASN1ObjectIdentifier type) {
    return (attributes, person) -> attributes.removeIf(each -> each.getAttrType().equals(type));
  }

  private static BiConsumer<List<Attribute>, Person> twice(ASN1ObjectIdentifier type) {
    return (attributes, person) ->
        attributes.addAll(
            attributes.stream().filter(each -> each.getAttrType().equals(type)).toList());
  }

  private static BiConsumer<List<Attribute>, Person> instead(
      ASN1ObjectIdentifier type, ASN1Encodable... values) {
    return (attributes, person) -> {
      attributes.removeIf(each -> each.getAttrType().equals(type));
      attributes.add(attribute(type, values));
    };
  }
}
