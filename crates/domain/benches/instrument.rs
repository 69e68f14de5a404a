//! Speed of the instrument on one core: `cargo bench -p domain`.

fn main() {
    divan::main();
}

mod instruments {
    use std::collections::BTreeMap;

    use divan::counter::ItemsCount;
    use divan::{Bencher, black_box};
    use domain::instrument::{find, score};

    fn answers(values: &[i64]) -> BTreeMap<String, i64> {
        (1..).zip(values).map(|(number, value): (u8, _)| (number.to_string(), *value)).collect()
    }

    fn bench(bencher: Bencher, code: &str, values: &[i64]) {
        let Some(instrument) = find(code) else { return };
        let answers = answers(values);
        bencher.counter(ItemsCount::new(1_usize)).bench_local(|| score(black_box(instrument), black_box(&answers)));
    }

    #[divan::bench]
    fn phq_9_complete(bencher: Bencher) {
        bench(bencher, "phq-9", &[2, 2, 2, 2, 1, 1, 2, 1, 0, 1]);
    }

    #[divan::bench]
    fn phq_9_with_four_answers(bencher: Bencher) {
        bench(bencher, "phq-9", &[2, 2, 2, 2]);
    }

    #[divan::bench]
    fn pcl_5_complete(bencher: Bencher) {
        bench(bencher, "pcl-5", &[2; 20]);
    }

    #[divan::bench]
    fn zbi_with_nothing_answered(bencher: Bencher) {
        bench(bencher, "zbi", &[]);
    }
}
