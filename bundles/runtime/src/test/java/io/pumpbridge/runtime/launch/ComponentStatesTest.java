// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private static ComponentDescriptionDTO description(String name) {
    ComponentDescriptionDTO description = new ComponentDescriptionDTO();
    description.name = name;
    description.configurationPid = new String[] {name};
    return description;
  }

  private static ComponentConfigurationDTO configuration(int state) {
    ComponentConfigurationDTO configuration = new ComponentConfigurationDTO();
    configuration.state = state;
    configuration.unsatisfiedReferences = new UnsatisfiedReferenceDTO[0];
    return configuration;
  }

  private static ServiceComponentRuntime runtimeWith(
      Map<ComponentDescriptionDTO, ComponentConfigurationDTO> components) {
    return (ServiceComponentRuntime)
        Proxy.newProxyInstance(
            ServiceComponentRuntime.class.getClassLoader(),
            new Class<?>[] {ServiceComponentRuntime.class},
            (proxy, method, arguments) ->
                method.getName().equals("getComponentDescriptionDTOs")
                    ? List.copyOf(components.keySet())
                    : List.of(components.get(arguments[0])));
  }

  /** Of trust what is first, of another component what is second. */
  private static LaunchException failed(String... stackTraces) {
    Map<ComponentDescriptionDTO, ComponentConfigurationDTO> components = new LinkedHashMap<>();
    for (String stackTrace : stackTraces) {
      String name = components.isEmpty() ? "io.pumpbridge.trust" : "io.pumpbridge.transports";
      ComponentConfigurationDTO configuration =
          configuration(ComponentConfigurationDTO.FAILED_ACTIVATION);
      configuration.failure = stackTrace;
      components.put(description(name), configuration);
    }
    ComponentStates states =
        new ComponentStates(
            idle(BundleContext.class, ""),
            runtimeWith(components),
            Set.of("io.pumpbridge.trust", "io.pumpbridge.transports"));
    return catchThrowableOfType(
        LaunchException.class, () -> states.awaitAllActive(Duration.ofMillis(50)));
  }

  /** Else systemd starts the agent again and again, and nobody is told which setting it is. */
  @Test
  void aSettingThatAComponentRefusesIsThePersonsWhateverMadeItRefuse() {
    LaunchException refused =
        failed(
            """
            java.lang.reflect.InvocationTargetException
            \tat a.B.c(B.java:1)
            Caused by: java.lang.IllegalArgumentException: est.server: it is no URL.
            \tat a.B.c(B.java:2)
            \t... 5 more
            Caused by: io.pumpbridge.model.trust.TrustException: it is no URL.
            \tat a.B.c(B.java:3)
            \t... 6 more
            """);
    assertThat(refused).hasMessage("trust: est.server: it is no URL.");
    assertThat(refused.fault()).isEqualTo(LaunchException.Fault.USAGE);
    LaunchException broken =
        failed(
            """
            java.lang.IllegalStateException: no
            \tat a.B.c(B.java:1)
            Caused by: java.io.IOException: the disk is full
            \tat a.B.c(B.java:2)
            """);
    assertThat(broken).hasMessage("trust: the disk is full.");
    assertThat(broken.fault()).isEqualTo(LaunchException.Fault.DEVICE);
    assertThat(failed("").fault()).isEqualTo(LaunchException.Fault.DEVICE);
  }

  /** A port that is none was told of as "Unable to get service for reference $000". */
  @Test
  void whoRefusesItsSettingsIsNamedAndNotWhoWaitsForIt() {
    LaunchException refused =
        failed(
            "java.lang.IllegalStateException: Unable to get service for reference $000\n",
            "java.lang.IllegalArgumentException: port 'ttyUSB0' must be an absolute path\n");
    assertThat(refused).hasMessage("transports: port 'ttyUSB0' must be an absolute path.");
    assertThat(refused.fault()).isEqualTo(LaunchException.Fault.USAGE);
  }

  /** DS tells that a component is satisfied a moment before what it offers is there to be found. */
  @Test
  void aComponentWhoseServiceNobodyCanFindYetIsNotReady() throws Exception {
    ComponentDescriptionDTO description = description("io.pumpbridge.trust");
    description.serviceInterfaces = new String[] {"io.pumpbridge.model.trust.Provisioning"};
    ComponentConfigurationDTO configuration = configuration(ComponentConfigurationDTO.SATISFIED);
    ServiceComponentRuntime runtime = runtimeWith(Map.of(description, configuration));
    ComponentStates states =
        new ComponentStates(idle(BundleContext.class, ""), runtime, Set.of("io.pumpbridge.trust"));
    assertThatThrownBy(() -> states.awaitAllActive(Duration.ofMillis(50)))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("it offers nothing yet");
    configuration.service = new ServiceReferenceDTO();
    states.awaitAllActive(Duration.ofMillis(50));
  }
}
