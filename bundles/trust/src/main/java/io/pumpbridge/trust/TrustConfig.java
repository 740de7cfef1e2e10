// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What people can set; {@link Settings} is what becomes of it. */
@ObjectClassDefinition(
    id = TrustComponent.PID,
    name = "Trust",
    description = "Who this gateway is, and whom it trusts")
@interface TrustConfig {
  @AttributeDefinition(
      name = "Gateway id",
      description = Settings.GATEWAY_ID_IN_WORDS + "; also in its certificate, never changed")
  String gateway_id();

  @AttributeDefinition(
      name = "Hospital",
      description =
          Settings.HOSPITAL_IN_WORDS + "; libraries signed for another hospital are refused")
  String hospital();

  @AttributeDefinition(
      name = "Anchors",
      description = "Directory with server/*.pem and signers/*.pem; relative to the configuration")
  String anchors() default "anchors";

  @AttributeDefinition(
      name = "EST server",
      description =
          "https://HOST[:PORT], RFC 7030; renews the certificate by itself. Empty: by file only",
      required = false)
  String est_server() default "";

  @AttributeDefinition(
      name = "Renewal grace",
      description =
          "Days after its end in which the old certificate may still ask for the next, 0 to 365",
      min = "0",
      max = "365")
  int renewal_grace_days() default 0;

  @AttributeDefinition(
      name = "Keep key",
      description = "Renew for the same key instead of a new one each time")
  boolean renewal_keep_key() default false;

  @AttributeDefinition(
      name = "Curve of new keys",
      description = "P-256 or P-384; a key that exists stays as it is")
  String key_curve() default "P-256";

  @AttributeDefinition(
      name = "Key store",
      description = "file, or pkcs11 for a token that never gives its keys away")
  String key_store() default "file";

  @AttributeDefinition(
      name = "PKCS#11 library",
      description = "Absolute path of the token's library; for pkcs11 only",
      required = false)
  String pkcs11_library() default "";

  @AttributeDefinition(
      name = "PKCS#11 slot",
      description = "first, or the slot's number; for pkcs11 only")
  String pkcs11_slot() default "first";

  @AttributeDefinition(
      name = "PKCS#11 PIN file",
      description =
          "File (0600) with the token's PIN; relative to the configuration; for pkcs11 only")
  String pkcs11_pin_file() default "token.pin";

  @AttributeDefinition(
      name = "Escrow certificate",
      description =
          "PEM file with the certificate of the hospital that may open a dead gateway's journal;"
              + " relative to the configuration. Empty: nobody may",
      required = false)
  String escrow_certificate() default "";

  @AttributeDefinition(
      name = "Wi-Fi network",
      description = "SSID for which an EAP-TLS profile is kept; none if empty",
      required = false)
  String wifi_ssid() default "";

  @AttributeDefinition(
      name = "Wi-Fi server",
      description = "DNS name in the certificate of the network's RADIUS server",
      required = false)
  String wifi_server() default "";

  @AttributeDefinition(
      name = "Revocation",
      description =
          "require: each certificate must be known not to be revoked; stale-ok: by information"
              + " that may be too old by so many days; if-known: only who is known to be revoked"
              + " is refused",
      options = {
        @Option(label = "require", value = "require"),
        @Option(label = "stale-ok", value = "stale-ok"),
        @Option(label = "if-known", value = "if-known")
      })
  String revocation() default "stale-ok";

  @AttributeDefinition(
      name = "Stale days",
      description =
          "With stale-ok: days after its next update that a revocation list or response still"
              + " counts, 1 to 365; for none: require",
      min = "1",
      max = "365")
  int revocation_stale_days() default Settings.DEFAULT_STALE_DAYS;
}
