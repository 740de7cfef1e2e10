// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.escrow;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.EscrowDesk;
import io.pumpbridge.model.trust.Sealer;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.keys.GcmSealer;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * Opens a dead gateway's envelope, where a command asks for it by an empty configuration; an agent
 * never does. What that gateway sealed opens here from then on; the key itself goes nowhere.
 */
@Component(
    name = EscrowDeskComponent.PID,
    service = {EscrowDesk.class, Sealer.class},
    immediate = true,
    configurationPid = EscrowDeskComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class EscrowDeskComponent implements EscrowDesk, Sealer {
  static final String PID = "io.pumpbridge.trust.escrow";

  private final AtomicReference<@Nullable Sealer> opened = new AtomicReference<>();

  @Activate
  public EscrowDeskComponent() {}

  @Override
  public Map<String, Object> unlock(byte[] envelope, byte[] pkcs12, char[] password)
      throws TrustException {
    RescueKey with = RescueKey.read(pkcs12, password);
    EscrowEnvelope sealed = EscrowEnvelope.read(envelope);
    EscrowedKey key = sealed.open(with);
    opened.set(new GcmSealer(key.key(), new SecureRandom()));
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("gateway", key.gateway());
    told.put("key_id", sealed.label().keyId().toHex());
    told.put("certificate", Certificates.subjectOf(with.certificate()));
    told.put("sha256", sealed.label().certificate().toHex());
    return told;
  }

  @Override
  public Bytes seal(Bytes plain, Bytes sealContext) {
    throw new UnsupportedOperationException("a dead gateway says nothing new");
  }

  @Override
  public Bytes open(Bytes sealed, Bytes sealContext) throws TrustException {
    return Optional.ofNullable(opened.get())
        .orElseThrow(() -> new IllegalStateException("no envelope has been opened"))
        .open(sealed, sealContext);
  }
}
