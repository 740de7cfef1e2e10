// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.dto.ServiceReferenceDTO;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

class ComponentStatesTest {

  /** A context in which nothing happens. */
  private static <T> T idle(Class<T> type, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                method.getReturnType().isAssignableFrom(answer.getClass()) ? answer : null));
  }

  /** DS finds a bundle's components a moment after the bundle has started. */
  @Test
  void aComponentThatNobodyKnowsYetIsNotReady() {
    ComponentStates states =
        new ComponentStates(
            idle(BundleContext.class, ""),
            idle(ServiceComponentRuntime.class, List.of()),
            Set.of("io.pumpbridge.trust"));
    assertThatThrownBy(() -> states.awaitAllActive(Duration.ofMillis(50)))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("io.pumpbridge.trust");
  }

  /** DS tells that a component is satisfied a moment before what it offers is there to be found. */
  @Test
  void aComponentWhoseServiceNobodyCanFindYetIsNotReady() throws Exception {
    ComponentDescriptionDTO description = new ComponentDescriptionDTO();
    description.name = "io.pumpbridge.trust";
    description.configurationPid = new String[] {"io.pumpbridge.trust"};
    description.serviceInterfaces = new String[] {"io.pumpbridge.model.trust.Provisioning"};
    ComponentConfigurationDTO configuration = new ComponentConfigurationDTO();
    configuration.state = ComponentConfigurationDTO.SATISFIED;
    configuration.unsatisfiedReferences = new UnsatisfiedReferenceDTO[0];
    ServiceComponentRuntime runtime =
        (ServiceComponentRuntime)
            Proxy.newProxyInstance(
                ServiceComponentRuntime.class.getClassLoader(),
                new Class<?>[] {ServiceComponentRuntime.class},
                (proxy, method, arguments) ->
                    method.getName().equals("getComponentDescriptionDTOs")
                        ? List.of(description)
                        : List.of(configuration));
    ComponentStates states =
        new ComponentStates(idle(BundleContext.class, ""), runtime, Set.of("io.pumpbridge.trust"));
    assertThatThrownBy(() -> states.awaitAllActive(Duration.ofMillis(50)))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("it offers nothing yet");
    configuration.service = new ServiceReferenceDTO();
    states.awaitAllActive(Duration.ofMillis(50));
  }
}
