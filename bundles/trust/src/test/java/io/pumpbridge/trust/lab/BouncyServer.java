// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.trust.lab.Manner.Asking;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatus;
import org.bouncycastle.tls.CertificateStatusType;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.ServerHello;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;
import org.jspecify.annotations.Nullable;

/**
 * A real TLS server of another make than the client, which shows whatever bytes it is given for
 * certificates, speaks old versions, and misbehaves where it is told to. No setting of the JVM
 * keeps it from that.
 */
public final class BouncyServer {
  private static final int ENDED = -1;

  private BouncyServer() {}

  public static Peer showing(Shown shown, Manner manner) {
    return new LonePeer(connection -> serve(connection, shown, manner));
  }

  private static long serve(Socket connection, Shown shown, Manner manner) throws IOException {
    Protocol protocol = new Protocol(connection, manner);
    long application = 0;
    try {
      protocol.accept(new Server(shown, manner));
      if (manner.late().isPresent()) {
        manner.late().get().on(protocol);
      }
      byte[] some = new byte[4096];
      for (int n = protocol.getInputStream().read(some);
          n != ENDED;
          n = protocol.getInputStream().read(some)) {
        application += n;
        protocol.getOutputStream().write(some, 0, n);
      }
    } catch (IOException endedByTheOtherSide) {
      return application;
    }
    return application;
  }

  private static final class Protocol extends TlsServerProtocol implements Manner.Wire {
    private final Manner manner;

    Protocol(Socket connection, Manner manner) throws IOException {
      super(connection.getInputStream(), connection.getOutputStream());
      this.manner = manner;
    }

    @Override
    protected void send13EncryptedExtensionsMessage(
        @SuppressWarnings("rawtypes") Hashtable extensions) throws IOException {
      super.send13EncryptedExtensionsMessage(extensions);
      if (manner.early().isPresent()) {
        manner.early().get().on(this);
      }
    }

    @Override
    protected void sendServerHelloMessage(ServerHello hello) throws IOException {
      super.sendServerHelloMessage(hello);
      if (!manner.isTls13() && manner.early().isPresent()) {
        manner.early().get().on(this);
      }
    }

    @Override
    public void handshake(byte[] message) throws IOException {
      record(22, message);
    }

    @Override
    public void record(int type, byte[] content) throws IOException {
      safeWriteRecord((short) type, content, 0, content.length);
    }

    @Override
    public void updateKeys() throws IOException {
      send13KeyUpdate(false);
    }
  }

  private static final class Server extends DefaultTlsServer {
    private final Shown shown;
    private final Manner manner;

    Server(Shown shown, Manner manner) {
      super(
          new JcaTlsCryptoProvider()
              .setProvider(Authority.BOUNCY_CASTLE)
              .create(new SecureRandom()));
      this.shown = shown;
      this.manner = manner;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return new ProtocolVersion[] {manner.version()};
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      if (!manner.suites().isEmpty()) {
        return manner.suites().stream().mapToInt(Integer::intValue).toArray();
      }
      boolean rsa = shown.key().getAlgorithm().equals("RSA");
      return new int[] {
        CipherSuite.TLS_AES_128_GCM_SHA256,
        rsa
            ? CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
            : CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
      };
    }

    @Override
    public TlsCredentials getCredentials() throws IOException {
      return manner.isTls13() ? signer(tls13Scheme()) : super.getCredentials();
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() {
      return signer(scheme(SignatureScheme.ecdsa_secp256r1_sha256));
    }

    @Override
    protected TlsCredentialedSigner getRSASignerCredentials() {
      return signer(scheme(SignatureScheme.rsa_pkcs1_sha256));
    }

    private SignatureAndHashAlgorithm tls13Scheme() {
      if (shown.key().getAlgorithm().equals("RSA")) {
        return scheme(SignatureScheme.rsa_pss_rsae_sha256);
      }
      int bits = ((java.security.interfaces.ECKey) shown.key()).getParams().getOrder().bitLength();
      return scheme(
          bits == 384
              ? SignatureScheme.ecdsa_secp384r1_sha384
              : SignatureScheme.ecdsa_secp256r1_sha256);
    }

    private static SignatureAndHashAlgorithm scheme(int code) {
      return SignatureScheme.getSignatureAndHashAlgorithm(code);
    }

    private TlsCredentialedSigner signer(SignatureAndHashAlgorithm algorithm) {
      CertificateEntry[] entries = new CertificateEntry[shown.chain().size()];
      for (int i = 0; i < entries.length; i++) {
        TlsCertificate raw = new RawCertificate(Bytes.of(shown.chain().get(i)));
        entries[i] = new CertificateEntry(raw, i == 0 ? stapled() : null);
      }
      Certificate chain =
          manner.isTls13()
              ? new Certificate(TlsUtils.EMPTY_BYTES, entries)
              : new Certificate(
                  shown.chain().stream()
                      .map(Bytes::of)
                      .map(RawCertificate::new)
                      .toArray(TlsCertificate[]::new));
      return new JcaDefaultTlsCredentialedSigner(
          new TlsCryptoParameters(context),
          (JcaTlsCrypto) getCrypto(),
          shown.key(),
          chain,
          algorithm);
    }

    /** RFC 8446, 4.4.2.1: beside the certificate that it is about. */
    @SuppressWarnings("JdkObsolete") // its library wants a Hashtable
    private @Nullable Hashtable<Integer, byte[]> stapled() {
      if (shown.staple().isEmpty()) {
        return null;
      }
      byte[] response = shown.staple().get();
      ByteBuffer status = ByteBuffer.allocate(4 + response.length);
      status.putInt((CertificateStatusType.ocsp << 24) | response.length).put(response);
      Hashtable<Integer, byte[]> extensions = new Hashtable<>();
      extensions.put(TlsExtensionsUtils.EXT_status_request, status.array());
      return extensions;
    }

    /** RFC 6066, 8: a message of its own in TLS 1.2. */
    @Override
    public @Nullable CertificateStatus getCertificateStatus() {
      return shown
          .staple()
          .map(
              response ->
                  new CertificateStatus(
                      CertificateStatusType.ocsp, OCSPResponse.getInstance(response)))
          .orElse(null);
    }

    @Override
    @SuppressWarnings("JdkObsolete") // its library wants a Vector
    public CertificateRequest getCertificateRequest() throws IOException {
      if (manner.asking() == Asking.NOBODY) {
        return null;
      }
      boolean rsa = manner.asking() == Asking.RSA;
      Vector<SignatureAndHashAlgorithm> algorithms = new Vector<>();
      if (rsa) {
        algorithms.add(scheme(SignatureScheme.rsa_pss_rsae_sha256));
        algorithms.add(scheme(SignatureScheme.rsa_pkcs1_sha256));
      } else {
        algorithms.add(scheme(SignatureScheme.ecdsa_secp256r1_sha256));
      }
      return manner.isTls13()
          ? new CertificateRequest(TlsUtils.EMPTY_BYTES, algorithms, null, null)
          : new CertificateRequest(
              new short[] {rsa ? ClientCertificateType.rsa_sign : ClientCertificateType.ecdsa_sign},
              algorithms,
              null);
    }

    @Override
    public void notifyClientCertificate(Certificate client) {
      // Whoever it is, if anybody at all.
    }
  }
}
