// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.broker;

import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Artemis' own gate, behind the {@link DoorKeeper}: who has no certificate of ours is nobody, and
 * nobody manages or browses.
 */
final class CertificateSecurity implements ActiveMQSecurityManager5 {

  @Override
  public @Nullable Subject authenticate(
      @Nullable String user,
      @Nullable String password,
      RemotingConnection connection,
      @Nullable String securityDomain) {
    Optional<Peer> peer = DoorKeeper.peerOf(connection);
    if (peer.isEmpty() || user != null || password != null) {
      return null;
    }
    Set<Principal> principals = Set.of(new UserPrincipal(peer.get().name()));
    return new Subject(true, principals, Set.of(), Set.of());
  }

  @Override
  public boolean authorize(Subject subject, Set<Role> roles, CheckType type, String address) {
    return switch (type) {
      case SEND,
          CONSUME,
          CREATE_ADDRESS,
          DELETE_ADDRESS,
          CREATE_DURABLE_QUEUE,
          DELETE_DURABLE_QUEUE,
          CREATE_NON_DURABLE_QUEUE,
          DELETE_NON_DURABLE_QUEUE ->
          true;
      case MANAGE, BROWSE, VIEW, EDIT -> false;
    };
  }

  @Override
  public boolean validateUser(@Nullable String user, @Nullable String password) {
    return false;
  }

  @Override
  public boolean validateUserAndRole(
      @Nullable String user, @Nullable String password, Set<Role> roles, CheckType type) {
    return false;
  }
}
