//! A table of values under keys that are not used again.

use std::iter;

/// Identifies a value: its slot, and in the upper half the number of values that this slot has
/// held.
pub type Key = u64;

/// Values in the slots of a `Vec`, each found by its key in one step. Slots are used again,
/// but keys are not: the key of a value that was taken out never finds another.
///
/// The name is Bonwick's, for the memory allocator of SunOS 5.4 (1994), and the crate `slab`'s.
pub struct Slab<T> {
    slots: Vec<Slot<T>>,
    /// The slots to use again, the last one first.
    free: Vec<u32>,
    len: usize,
}

struct Slot<T> {
    uses: u32,
    value: Option<T>,
}

impl<T> Slab<T> {
    /// A slab without values.
    pub fn new() -> Self {
        Self { slots: Vec::new(), free: Vec::new(), len: 0 }
    }

    /// True if there are no values.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Keeps the value that `value` returns, which is called with its key. Returns the key.
    ///
    /// # Panics
    ///
    /// If there are four billion values already.
    pub fn insert_with(&mut self, value: impl FnOnce(Key) -> T) -> Key {
        // A slot whose numbers are used up stays empty.
        let has_numbers = |slot: &u32| self.slots[*slot as usize].uses < u32::MAX;
        let slot = iter::from_fn(|| self.free.pop()).find(has_numbers).unwrap_or_else(|| {
            self.slots.push(Slot { uses: 0, value: None });
            u32::try_from(self.slots.len() - 1).expect("fewer than four billion values")
        });
        let Slot { uses, value: empty } = &mut self.slots[slot as usize];
        *uses += 1;
        let key = Key::from(*uses) << 32 | Key::from(slot);
        *empty = Some(value(key));
        self.len += 1;
        key
    }

    /// The slot of `key`, unless it has been used again.
    fn slot(&mut self, key: Key) -> Option<&mut Slot<T>> {
        let slot = self.slots.get_mut(key as u32 as usize)?;
        (Key::from(slot.uses) == key >> 32).then_some(slot)
    }

    /// The value under `key`, or `None` if it has been taken out.
    pub fn get_mut(&mut self, key: Key) -> Option<&mut T> {
        self.slot(key)?.value.as_mut()
    }

    /// Takes out the value under `key`. Returns `None` if it has been taken out already.
    pub fn take(&mut self, key: Key) -> Option<T> {
        let value = self.slot(key)?.value.take()?;
        self.free.push(key as u32);
        self.len -= 1;
        Some(value)
    }

    /// Puts back the value that was taken out last, under the key that it had.
    ///
    /// # Panics
    ///
    /// If another value has been inserted or taken out since.
    pub fn put_back(&mut self, key: Key, value: T) {
        assert_eq!(self.free.pop(), Some(key as u32), "the slot taken out last");
        self.slots[key as u32 as usize].value = Some(value);
        self.len += 1;
    }

    /// All values, in no particular order.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.slots.iter_mut().filter_map(|slot| slot.value.as_mut())
    }
}

#[cfg(test)]
mod tests {
    use super::Slab;

    #[test]
    fn a_key_finds_its_value_until_that_is_taken_out() {
        let mut slab = Slab::new();
        let keys = ["a", "b"].map(|name| slab.insert_with(|_| name));
        *slab.get_mut(keys[1]).unwrap() = "c";
        assert_eq!(slab.values_mut().map(|name| *name).collect::<Vec<_>>(), ["a", "c"]);
        assert_eq!(keys.map(|key| slab.take(key)), [Some("a"), Some("c")]);
        assert_eq!(keys.map(|key| slab.take(key)), [None, None]);
        assert!(slab.is_empty());
        let keys = ["d", "e", "f"].map(|name| slab.insert_with(|_| name));
        assert_eq!(keys.map(|key| slab.take(key)), ["d", "e", "f"].map(Some));
    }

    #[test]
    fn slots_are_used_again_but_keys_are_not() {
        let mut slab = Slab::new();
        let old = slab.insert_with(|key| key);
        assert_eq!(slab.take(old), Some(old), "a value is made with its key");
        let new = slab.insert_with(|key| key);
        assert_eq!(slab.slots.len(), 1);
        assert_eq!((slab.take(old), slab.get_mut(old)), (None, None));
        assert_eq!(slab.take(new), Some(new));
    }

    #[test]
    fn a_slot_whose_numbers_are_used_up_stays_empty() {
        let mut slab = Slab::new();
        let first = slab.insert_with(|_| ());
        slab.slots[0].uses = u32::MAX;
        let last = u64::MAX << 32;
        assert_eq!((slab.take(first), slab.take(last)), (None, Some(())));
        let next = slab.insert_with(|_| ());
        assert_eq!((slab.slots.len(), slab.take(next), slab.take(last)), (2, Some(()), None));
    }

    #[test]
    fn what_was_taken_out_last_can_be_put_back() {
        let mut slab = Slab::new();
        let key = slab.insert_with(|_| 1);
        slab.take(key);
        slab.put_back(key, 2);
        assert!(!slab.is_empty());
        let next = slab.insert_with(|_| 3);
        assert_eq!([key, next].map(|key| slab.take(key)), [Some(2), Some(3)]);
        assert!(slab.is_empty());
    }

    #[test]
    #[should_panic = "the slot taken out last"]
    fn what_was_taken_out_before_cannot_be_put_back() {
        let mut slab = Slab::new();
        let keys = [1, 2].map(|n| slab.insert_with(|_| n));
        let _ = keys.map(|key| slab.take(key));
        slab.put_back(keys[0], 1);
    }
}
