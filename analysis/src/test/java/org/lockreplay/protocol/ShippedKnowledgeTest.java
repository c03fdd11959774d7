package org.lockreplay.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedKnowledgeTest {

    @ParameterizedTest
    @CsvSource({
        "rcu_read_lock, rcu",
        "rcu_callback, rcu-mark",
        "*(sspp++), srcu",
        "&fsnotify_mark_srcu, srcu",
        "tk_core.seq.seqcount, seqcount",
        "&____s->seqcount, seqcount",
        "tasklist_lock, rwlock",
        "rwl_a, rwlock",
        "&rwlock_A, rwlock",
        "&mm->mmap_lock, rwsem",
        "&anon_vma->rwsem, rwsem",
        "rws_a, rwsem",
        "&rwsem_A, rwsem",
        "mtx_a, mutex",
        "sp_a, spinlock",
        "&(&sig->stats_lock)->rlock, spinlock",
        "&rq->__lock, raw-spinlock",
        "crngs.lock, local-lock",
        "cpu_hotplug_lock, percpu-rwsem",
        "(&timer.timer), lockdep-map",
        "(work_completion)(&(&wb->dwork)->work), lockdep-map",
        "mm/vmstat.c:2006, lockdep-map",
        "&x->wait, spinning",
        "raw_a, raw-spinlock",
        "rtm_a, rtmutex",
        "reservation_ww_class_mutex, ww-mutex",
        "fs_reclaim, lockdep-map",
        "&somebody->lock, unknown",
        // with names like those of other locks
        "cpuhp_state, lockdep-map",
        "cpuhp_state-up, lockdep-map",
        "cpuhp_state_mutex, mutex",
        "rcu_tasks.tasks_gp_mutex, mutex",
        "rcu_tasks.cbs_gbl_lock, raw-spinlock",
        "rcu_tasks.cbs_lock, raw-spinlock",
        "rcu_tasks__percpu.cbs_pcpu_lock, raw-spinlock",
        "rcu_tasks_trace__percpu.cbs_pcpu_lock, raw-spinlock",
        "rcu_tasks_cbs_lock, raw-spinlock",
        "&eb->refs_lock, spinlock",
        // however the name is written
        "&rtmutex_A, rtmutex",
        "rtmutex_A, rtmutex",
        "&rtm_owner, rtmutex",
        "&sp_a#2, spinlock",
        "mutex_A, mutex",
        "mm->mmap_lock/1, rwsem",
        "&mm->mmap_lock#3/1, rwsem",
        "*raw_lock, raw-spinlock",
        "&(&zone->lock)->rlock, spinlock",
        "&(rq->__lock), raw-spinlock",
        "(&sp_a), unknown",
        "(&q->timeout), lockdep-map",
        "(&ldata->timer), lockdep-map",
        "tomoyo_ss, srcu",
        "ptlock_ptr(page)#2/1, ptlock",
        "&(ptlock_ptr(page))->rlock, ptlock",
        "&(&zone->lru_lock)->rlock, spinlock",
        "deferred_probe_work, lockdep-map",
        "lock, unknown",
        "&lock, unknown",
        "&, unknown",
        "#2, unknown"
    })
    void theCatalogueKnowsTheTypesOfLocks(String lockClass, String type) {
        assertThat(LockTypes.shipped().of(lockClass).name()).isEqualTo(type);
    }

    /** Two files of the kernel give one name to a mutex and to a spinlock, or to other types. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "&n->lock",
                "&info->lock",
                "&mm->context.lock",
                "&tbl->lock",
                "&ndev->lock",
                "&ep->lock",
                "&pool->lock",
                "&new->lock",
                "&rs->lock",
                "&dd->lock",
                "rtc_lock",
                "device_links_lock",
                "batched_entropy_u32.lock",
                "batched_entropy_u64.lock"
            })
    void aNameOfLocksOfSeveralTypesIsOfNoType(String lockClass) {
        assertThat(LockTypes.shipped().of(lockClass)).isSameAs(LockType.UNKNOWN);
    }

    /** What is a raw spinlock in one kernel and a spinlock in another gives no error as either. */
    @ParameterizedTest
    @ValueSource(strings = {"&rq->lock", "&stopper->lock", "vector_lock", "&sb->map[i].swap_lock"})
    void aSpinlockThatIsRawInSomeKernelsIsOfEitherKind(String lockClass) {
        assertThat(LockTypes.shipped().of(lockClass).name()).isEqualTo("spinning");
    }

    @Test
    void readersAreRecursiveByTheTypeOfTheLock() {
        LockTypes types = LockTypes.shipped();
        assertThat(types.of("rcu_read_lock").recursive(false)).isTrue();
        assertThat(types.of("tasklist_lock").recursive(true)).isTrue();
        assertThat(types.of("tasklist_lock").recursive(false)).isFalse();
        assertThat(types.of("&mm->mmap_lock").recursive(true)).isFalse();
    }

    @Test
    void aReaderOfAnUnknownLockIsRecursiveOnlyInInterruptWhereNothingSleeps() {
        LockType unknown = LockTypes.shipped().of("&somebody->lock");
        assertThat(unknown.recursive(true)).isTrue();
        assertThat(unknown.recursive(false)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&mm->mmap_sem",
                "&mm->mmap_lock",
                "mmap_lock",
                "&mm->mmap_lock#2",
                "&mm->mmap_sem/1",
                "&mm->mmap_sem#3/1"
            })
    void oneSemaphoreHasOneAliasUnderAllItsNames(String lockClass) {
        assertThat(LockAliases.shipped().apply(lockClass)).isEqualTo(LockAliases.MMAP_SEM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mtx_a", "&o->lock/1", "#2", "", "mm/vmstat.c:2006"})
    void otherLocksKeepTheirNames(String lockClass) {
        assertThat(LockAliases.shipped().apply(lockClass)).isEqualTo(lockClass);
    }

    @Test
    void namesThatSayNothingAreKnown() {
        GenericNames names = GenericNames.shipped();
        assertThat(names.contains("&x->wait")).isTrue();
        assertThat(names.contains("reset_locks")).isTrue();
        assertThat(names.contains("sb_writers")).isTrue();
        assertThat(names.contains("(no name)")).isTrue();
        assertThat(names.contains("&p->pi_lock")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&base->lock",
                "&zone->lock",
                "&mm->mmap_lock",
                "&dentry->d_lock",
                "&rq->__lock",
                "&fs->lock",
                "mtx_a",
                "&p->alloc_lock",
                "&journal->j_state_lock",
                "&dev->",
                "&",
                "(work_completion)(&(&wb->dwork)->work)",
                "(wq_completion)kblockd",
                "tasklist_lock"
            })
    void aNameOfOneClassIsNotGeneric(String lockClass) {
        assertThat(GenericNames.shipped().contains(lockClass)).isFalse();
    }

    @Test
    void aNameOfManyClassesMayBeOfOneType() {
        GenericNames names = GenericNames.shipped();
        assertThat(names.containsOfAnyType("lock")).isTrue();
        assertThat(names.contains("&xa->xa_lock")).isTrue();
        assertThat(names.contains("&(&xa->xa_lock)->rlock")).isTrue();
        assertThat(names.contains("&(&dev->lock)->rlock")).isTrue();
        assertThat(names.containsOfAnyType("&xa->xa_lock")).isFalse();
        assertThat(names.containsOfAnyType("&priv->mutex")).isFalse();
    }
}
