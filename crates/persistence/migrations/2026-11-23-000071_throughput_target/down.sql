DROP TABLE throughput_target;
