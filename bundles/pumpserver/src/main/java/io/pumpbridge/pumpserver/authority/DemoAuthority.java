// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.authority;

import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.pumpserver.PumpServerException;
import io.pumpbridge.pumpserver.PumpServerException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A root and what it certifies, made at the first start and kept under one directory. For
 * demonstrations and tests only: a real hospital's authority keeps its root offline, and separate
 * roots for transport and for signatures.
 */
public final class DemoAuthority {
  /** Names the pump server in its client certificate, as gateways have theirs. */
  public static final String SERVER_URI_PREFIX = "urn:pump-bridge:server:";

  /** Names a gateway in its certificate. */
  public static final String GATEWAY_URI_PREFIX = DeviceRequest.URI_PREFIX;

  private static final Duration ROOT_LIFE = Duration.ofDays(3650);
  private static final Duration LEAF_LIFE = Duration.ofDays(365);

  /** A demonstration ends sooner, and the next one makes another. */
  private static final Duration LIST_LIFE = Duration.ofDays(30);

  /** What ends sooner than this is made anew at the next start. */
  private static final Duration RENEW_BEFORE_END = Duration.ofDays(14);

  private final String serverId;
  private final InstantSource clock;
  private final Identity root;
  private final Identity tlsServer;
  private final Identity serverClient;
  private final Map<SignerRole, Identity> signers = new EnumMap<>(SignerRole.class);

  /**
   * Makes what is missing, uses what is there.
   *
   * @param serverId the pump server's MQTT client id; no gateway can get it
   */
  public static DemoAuthority open(Path directory, String serverId, InstantSource clock)
      throws PumpServerException {
    if (!DeviceRequest.GATEWAY_ID.matcher(serverId).matches()) {
      throw new IllegalArgumentException("a server id is 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    try {
      return new DemoAuthority(PrivateFiles.directory(directory), serverId, clock);
    } catch (IOException | GeneralSecurityException e) {
      throw new PumpServerException(
          Reason.KEYS, "the demonstration keys cannot be made or read in " + directory, e);
    }
  }

  private DemoAuthority(Path directory, String serverId, InstantSource clock)
      throws IOException, GeneralSecurityException {
    this.serverId = serverId;
    this.clock = clock;
    this.root = rootIn(directory.resolve("root.pem"));
    this.tlsServer =
        identityIn(
            directory.resolve("tls-server.pem"),
            new CertificateForm(
                "localhost",
                List.of(
                    new GeneralName(GeneralName.dNSName, "localhost"),
                    new GeneralName(GeneralName.iPAddress, "127.0.0.1")),
                Optional.of(KeyPurposeId.id_kp_serverAuth.getId()),
                LEAF_LIFE));
    this.serverClient =
        identityIn(
            directory.resolve("server-client.pem"),
            new CertificateForm(
                serverId,
                List.of(
                    new GeneralName(
                        GeneralName.uniformResourceIdentifier, SERVER_URI_PREFIX + serverId)),
                Optional.of(KeyPurposeId.id_kp_clientAuth.getId()),
                LEAF_LIFE));
    for (SignerRole role : SignerRole.values()) {
      CertificateForm form =
          new CertificateForm(
              personFor(role), List.of(), Optional.of(role.keyPurpose()), LEAF_LIFE);
      signers.put(role, identityIn(directory.resolve(role.wireName() + ".pem"), form));
    }
  }

  /** Author and approver are two different people, as they must be. */
  private static String personFor(SignerRole role) {
    return switch (role) {
      case LIBRARY_AUTHOR -> "Anna Author (demonstration pharmacist)";
      case LIBRARY_APPROVER -> "Ben Approver (demonstration pharmacist)";
      case ORDER_SYSTEM -> "Demonstration order system";
      case PUMP_SERVER -> "Demonstration pump server";
      case UPDATE_PUBLISHER -> "Demonstration update publisher";
      case SITE_AUTHOR -> "Sara Author (demonstration security officer)";
      case SITE_APPROVER -> "Sven Approver (demonstration security officer)";
    };
  }

  public X509Certificate root() {
    return root.certificate();
  }

  /** For {@code localhost} and {@code 127.0.0.1}, as a TLS server. */
  public Identity tlsServer() {
    return tlsServer;
  }

  /** The pump server as a client of the broker. */
  public Identity serverClient() {
    return serverClient;
  }

  public Identity signer(SignerRole role) {
    Identity signer = signers.get(role);
    if (signer == null) {
      throw new IllegalStateException("the constructor made one for each role");
    }
    return signer;
  }

  /**
   * Certifies a gateway.
   *
   * @param requestPem its PKCS#10
   * @return its certificate and the root, PEM, leaf first
   * @throws PumpServerException if the request is refused; says why
   */
  public String issue(String requestPem) throws PumpServerException {
    DeviceRequest request = DeviceRequest.read(requestPem);
    if (request.gatewayId().equals(serverId)) {
      throw new PumpServerException(
          Reason.REQUEST_REFUSED, "this name is the pump server's own: " + serverId);
    }
    try {
      return PemIdentity.certificates(chainOf(request.gatewayId(), request.key()));
    } catch (IOException | GeneralSecurityException e) {
      throw new PumpServerException(Reason.KEYS, "the certificate cannot be made", e);
    }
  }

  /**
   * Makes key and certificate of a gateway that is only played; it is kept nowhere. A real one
   * makes its own key and asks with {@link #issue}.
   */
  public Identity playedGateway(String gatewayId) throws PumpServerException {
    if (!DeviceRequest.GATEWAY_ID.matcher(gatewayId).matches() || gatewayId.equals(serverId)) {
      throw new PumpServerException(Reason.REQUEST_REFUSED, "this is no gateway's id");
    }
    try {
      KeyPair keys = newKeys();
      return new Identity(keys.getPrivate(), chainOf(gatewayId, keys.getPublic()));
    } catch (IOException | GeneralSecurityException e) {
      throw new PumpServerException(Reason.KEYS, "the certificate cannot be made", e);
    }
  }

  /** A gateway's certificate and the root. */
  private List<X509Certificate> chainOf(String gatewayId, PublicKey key)
      throws IOException, GeneralSecurityException {
    CertificateForm form =
        new CertificateForm(
            gatewayId,
            List.of(
                new GeneralName(
                    GeneralName.uniformResourceIdentifier, DeviceRequest.URI_PREFIX + gatewayId)),
            Optional.of(KeyPurposeId.id_kp_clientAuth.getId()),
            LEAF_LIFE);
    return List.of(form.issuedBy(root, key, clock.instant()), root.certificate());
  }

  /**
   * Puts the root where a gateway looks for its anchors, and beside it that it has revoked nobody:
   * of whom nobody speaks a gateway believes nothing.
   *
   * @param anchors the gateway's {@code anchors} directory
   */
  public void writeAnchors(Path anchors) throws PumpServerException {
    try {
      String pem = PemIdentity.certificates(List.of(root.certificate()));
      for (String purpose : List.of("server", "signers")) {
        Path directory = PrivateFiles.directory(anchors.resolve(purpose));
        PrivateFiles.replace(
            directory.resolve("demo-root.pem"), pem.getBytes(StandardCharsets.US_ASCII));
      }
      Path lists = PrivateFiles.directory(anchors.resolve("revocation"));
      PrivateFiles.replace(lists.resolve("demo-root.crl"), emptyList());
    } catch (GeneralSecurityException e) {
      throw new PumpServerException(Reason.KEYS, "the revocation list cannot be made", e);
    } catch (IOException e) {
      throw new PumpServerException(
          Reason.STORAGE, "the anchors cannot be written to " + anchors, e);
    }
  }

  private byte[] emptyList() throws IOException, GeneralSecurityException {
    Instant now = clock.instant();
    try {
      return new JcaX509v2CRLBuilder(root.certificate(), Date.from(now))
          .setNextUpdate(Date.from(now.plus(LIST_LIFE)))
          .build(new JcaContentSignerBuilder(CertificateForm.SIGNATURE).build(root.key()))
          .getEncoded();
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private Identity rootIn(Path file) throws IOException, GeneralSecurityException {
    Optional<Identity> found = PemIdentity.find(file);
    if (found.isPresent() && isFresh(found.get().certificate())) {
      return found.get();
    }
    CertificateForm form =
        new CertificateForm("Pump Bridge demo root", List.of(), Optional.empty(), ROOT_LIFE);
    Identity made = form.selfSigned(newKeys(), clock.instant());
    PemIdentity.write(file, made);
    return made;
  }

  private Identity identityIn(Path file, CertificateForm form)
      throws IOException, GeneralSecurityException {
    Optional<Identity> found = PemIdentity.find(file);
    if (found.isPresent() && fits(found.get(), form)) {
      return found.get();
    }
    KeyPair keys = newKeys();
    X509Certificate certificate = form.issuedBy(root, keys.getPublic(), clock.instant());
    Identity made = new Identity(keys.getPrivate(), List.of(certificate, root.certificate()));
    PemIdentity.write(file, made);
    return made;
  }

  private boolean fits(Identity found, CertificateForm form) {
    return isFresh(found.certificate())
        && found.chain().get(found.chain().size() - 1).equals(root.certificate())
        && found
            .certificate()
            .getSubjectX500Principal()
            .getName()
            .equals("CN=" + form.commonName());
  }

  private boolean isFresh(X509Certificate certificate) {
    Instant now = clock.instant();
    return certificate.getNotAfter().toInstant().isAfter(now.plus(RENEW_BEFORE_END))
        && !certificate.getNotBefore().toInstant().isAfter(now);
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }
}
