// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Calls a port of ours by name, for commands that work offline. The launcher shares no class with
 * the bundles (they are updated without it), so arguments and answers are JDK types.
 */
public final class Desk {
  private final BundleContext context;

  public Desk(BridgeFramework bridge) {
    this.context = bridge.context();
  }

  /**
   * Calls {@code port.method(arguments)}.
   *
   * @return what the port answers; the empty text if it answers nothing
   * @throws LaunchException with the port's own code and sentence if it refuses
   */
  public Object call(String port, String method, Object... arguments) throws LaunchException {
    Object service =
        find(port)
            .map(context::getService)
            .orElseThrow(
                () ->
                    new LaunchException(
                        LaunchException.Fault.DEVICE,
                        "port-missing",
                        "The product offers no " + port + "."));
    try {
      Object answer = publicMethod(service, port, method).invoke(service, arguments);
      return answer == null ? "" : answer;
    } catch (InvocationTargetException e) {
      throw refusal(Objects.requireNonNullElse(e.getCause(), e));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(port + " has no usable " + method, e);
    }
  }

  /** Among all: the usual way leaves out services whose class is another one on our class path. */
  private Optional<ServiceReference<?>> find(String port) {
    try {
      ServiceReference<?>[] found = context.getAllServiceReferences(port, null);
      return found == null ? Optional.empty() : Arrays.stream(found).max(Comparator.naturalOrder());
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("no filter cannot be wrong", e);
    }
  }

  private static Method publicMethod(Object service, String port, String method)
      throws ClassNotFoundException {
    return Arrays.stream(
            Class.forName(port, false, service.getClass().getClassLoader()).getMethods())
        .filter(candidate -> candidate.getName().equals(method))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(port + " has no " + method));
  }

  private static LaunchException refusal(Throwable cause) {
    String code = "refused";
    try {
      code = String.valueOf(cause.getClass().getMethod("code").invoke(cause));
    } catch (ReflectiveOperationException e) {
      // An exception without a code of its own keeps the general one.
    }
    return new LaunchException(
        LaunchException.Fault.USAGE, code, String.valueOf(cause.getMessage()));
  }
}
