// Starts hawkBit with its DDI and management interfaces and a database in memory.

package offhook.bench;

import org.eclipse.hawkbit.autoconfigure.security.EnableHawkbitManagedSecurityConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
@EnableHawkbitManagedSecurityConfiguration
public class UpdateServer {
  public static void main(String[] arguments) {
    SpringApplication.run(UpdateServer.class, arguments);
  }
}
