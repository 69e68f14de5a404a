//! The server's settings, written to `tend.conf` at every start.

use std::path::Path;

use crate::Options;
use crate::socket::PORT;

/// The text of `tend.conf`: sized for two cores, silent about the content of statements (it may be health data).
///
/// Full-page images are not compressed: that would cost more CPU per request than the disk it saves is worth here.
pub(crate) fn text(options: &Options, socket_folder: &Path, cluster_name: &str) -> String {
    let durable = if options.fsync { "on" } else { "off" };
    let wal_level = if options.fsync { "replica" } else { "minimal" };
    let wal_senders = if options.fsync { 4 } else { 0 };
    let socket_folder = socket_folder.display();
    let max_connections = options.max_connections;
    format!(
        "# Written at every start; changes are lost.
cluster_name = '{cluster_name}'
listen_addresses = ''
port = {PORT}
unix_socket_directories = '{socket_folder}'
unix_socket_permissions = 0700
max_connections = {max_connections}

fsync = {durable}
full_page_writes = {durable}
synchronous_commit = {durable}
wal_level = {wal_level}
max_wal_senders = {wal_senders}
max_wal_size = 1GB
checkpoint_timeout = 15min

shared_buffers = 128MB
effective_cache_size = 1GB
work_mem = 8MB
maintenance_work_mem = 64MB
random_page_cost = 1.1
jit = off
max_worker_processes = 4
max_parallel_workers_per_gather = 0
autovacuum_max_workers = 2

timezone = 'UTC'
log_timezone = 'UTC'
datestyle = 'iso, ymd'
lc_messages = 'C'
log_line_prefix = '%m [%p] '
log_min_messages = warning
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length = 0
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_data_is_durable_and_the_data_of_tests_is_not() {
        let of = |options| text(&options, Path::new("/tmp/x"), "tend-1");
        let served = of(Options::serving());
        assert!(served.contains("\nfsync = on\n") && served.contains("\nsynchronous_commit = on\n"));
        assert!(of(Options::testing()).contains("\nfsync = off\n"));
    }

    #[test]
    fn the_server_never_listens_on_the_network() {
        let served = text(&Options::serving(), Path::new("/tmp/x"), "tend-1");
        assert!(served.contains("\nlisten_addresses = ''\n"));
    }
}
